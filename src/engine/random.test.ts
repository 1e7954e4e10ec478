import { describe, expect, it } from 'vitest';
import { PythonRandom } from './random';

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Drawn one after another from CPython 3.11's `random.Random(seed)`. */
const drawn = [
  {
    seed: '1:shuffle:0',
    sample7of100: [64, 84, 58, 70, 21, 20, 46],
    sample10of10: [0, 4, 3, 5, 8, 6, 9, 2, 1, 7],
    sample1of22: [17],
    sample6of85: [38, 80, 78, 51, 13, 61],
    below: [0, 0, 2, 307, 604464346],
    shuffled: [8, 5, 3, 9, 7, 1, 11, 2, 0, 4, 6, 10],
  },
  {
    seed: 'é🙂',
    sample7of100: [4, 94, 77, 9, 84, 16, 8],
    sample10of10: [7, 4, 1, 6, 9, 2, 5, 0, 3, 8],
    sample1of22: [14],
    sample6of85: [64, 1, 44, 72, 35, 45],
    below: [0, 1, 0, 931, 1228607121],
    shuffled: [7, 11, 3, 1, 0, 9, 8, 4, 6, 2, 5, 10],
  },
  {
    seed: '',
    sample7of100: [58, 76, 26, 49, 93, 96, 28],
    sample10of10: [5, 0, 9, 2, 8, 3, 4, 1, 7, 6],
    sample1of22: [14],
    sample6of85: [20, 5, 30, 32, 40, 52],
    below: [0, 1, 0, 763, 1450487509],
    shuffled: [7, 4, 6, 9, 8, 1, 2, 10, 5, 3, 0, 11],
  },
];

describe('PythonRandom', () => {
  it.each(drawn)('draws what CPython draws for the seed "$seed"', (expected) => {
    const rng = new PythonRandom(expected.seed);
    expect(rng.sample(range(100), 7)).toEqual(expected.sample7of100);
    expect(rng.sample(range(10), 10)).toEqual(expected.sample10of10);
    expect(rng.sample(range(1000), 30)).toHaveLength(30);
    expect(rng.sample(range(22), 1)).toEqual(expected.sample1of22);
    expect(rng.sample(range(85), 6)).toEqual(expected.sample6of85);
    expect([1, 2, 3, 1000, 2 ** 31].map((n) => rng.below(n))).toEqual(expected.below);
    expect(rng.shuffle(range(12))).toEqual(expected.shuffled);
  });

  it('leaves what it is given as it was', () => {
    const items = range(30);
    const rng = new PythonRandom('x');
    rng.shuffle(items);
    rng.sample(items, 5);
    expect(items).toEqual(range(30));
  });

  it('refuses impossible draws', () => {
    expect(() => new PythonRandom('x').below(0)).toThrow(RangeError);
    expect(() => new PythonRandom('x').sample([1], 2)).toThrow(RangeError);
  });
});
