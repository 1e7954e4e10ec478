import { describe, expect, it } from 'vitest';
import { bestSeed, sharesOf, splitOf, splitsOf } from './drawSplits';
import type { Drawn } from './drawSplits';

const shares = { dev: 0.6, val: 0.2, test: 0.2 };
const drawn = (id: string, type = 'a'): Drawn => ({ id, type, split: undefined });
const many = Array.from({ length: 600 }, (_, i) => drawn(`case-${i}`, i % 2 ? 'a' : 'b'));

describe('splits', () => {
  it('come close to their shares within every type', () => {
    for (const type of ['a', 'b']) {
      const splits = many.filter((one) => one.type === type).map((one) => splitOf(one, shares, 1));
      expect(splits.filter((split) => split === 'dev').length).toBeGreaterThan(155);
      expect(splits.filter((split) => split === 'dev').length).toBeLessThan(205);
      expect(splits.filter((split) => split === 'val').length).toBeGreaterThan(40);
      expect(splits.filter((split) => split === 'test').length).toBeGreaterThan(40);
    }
  });

  it('are the same on every machine and in every version', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(ids.map((id) => splitOf(drawn(id), shares, 1)).join(' ')).toMatchInlineSnapshot(
      `"dev dev test dev test dev dev dev"`,
    );
  });

  it('change with the seed, but never where the author has fixed them', () => {
    const of = (seed: number) => many.map((one) => splitOf(one, shares, seed)).join();
    expect(of(1)).not.toBe(of(2));
    const fixed: Drawn = { ...drawn('x'), split: 'test' };
    for (let seed = 0; seed < 20; seed++) expect(splitOf(fixed, shares, seed)).toBe('test');
  });

  it('give nothing to a split without a share', () => {
    const of = (splits: object) => {
      const given = sharesOf(splits);
      return new Set(many.map((one) => given && splitOf(one, given, 1)));
    };
    expect(of({ dev: 3, val: 1 })).toEqual(new Set(['dev', 'val']));
    expect(of({ test: 1 })).toEqual(new Set(['test']));
    expect(sharesOf({ dev: 0 })).toBeUndefined();
    expect(sharesOf({ seed: 4 })).toEqual(sharesOf(undefined));
  });

  it('of a small suite can be balanced by a better seed', () => {
    const few = many.slice(0, 10);
    const splits = few.map((one) => splitOf(one, shares, bestSeed(few, shares)));
    expect(splits.filter((split) => split === 'dev')).toHaveLength(6);
    expect(splits.filter((split) => split === 'val')).toHaveLength(2);
  });
});

describe('the splits of few cases', () => {
  const named = (count: number, type?: string) =>
    Array.from({ length: count }, (_, i) => ({ id: `${type ?? 'c'}${i}`, type, split: undefined }));
  const count = (cases: Parameters<typeof splitsOf>[0], of = sharesOf(undefined)) => {
    const dealt = splitsOf(cases, of ?? { dev: 1, val: 0, test: 0 }, 1);
    return ['dev', 'val', 'test'].map((name) => dealt.filter((split) => split === name).length);
  };

  it.each([
    [14, [8, 3, 3]],
    [10, [6, 2, 2]],
    [5, [3, 1, 1]],
    [3, [1, 1, 1]],
    [2, [1, 1, 0]],
    [1, [1, 0, 0]],
  ])('are dealt to the shares: %i', (size, expected) => {
    expect(count(named(size))).toEqual(expected);
  });

  it('are spread over the types', () => {
    const cases = [...named(10, 'a'), ...named(10, 'b')];
    const dealt = splitsOf(cases, { dev: 0.6, val: 0.2, test: 0.2 }, 1);
    const of = (type: string, split: string) =>
      cases.filter((it, at) => it.type === type && dealt[at] === split).length;
    expect([of('a', 'dev'), of('a', 'val'), of('b', 'dev'), of('b', 'test')]).toEqual([6, 2, 6, 2]);
  });

  it('make up for what was fixed by hand', () => {
    const cases = named(10).map((it, at) => ({
      ...it,
      ...(at < 6 ? { split: 'dev' as const } : {}),
    }));
    expect(count(cases)).toEqual([6, 2, 2]);
  });
});
