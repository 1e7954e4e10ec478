import { describe, expect, it } from 'vitest';
import { buildCases } from './buildCases';
import { emptySplit } from './emptySplit';
import { suiteSchema } from './suiteSchema';

function fixFor(file: string, cases: readonly object[], more: object = {}): string | undefined {
  const suite = suiteSchema.parse({
    ...more,
    cases: cases.map((one) => ({
      input: 'x',
      expected: 'x',
      grader: { kind: 'contains' },
      ...one,
    })),
  });
  const lineOf = (): number => 1;
  return emptySplit('val', { file, suite, cases: buildCases(suite, { file, lineOf }), lineOf }).fix;
}

const ids = Array.from({ length: 8 }, (_, i) => ({ id: `c${i}`, split: 'dev' }));
const many = Array.from({ length: 60 }, (_, i) => ({ id: `c${i}` }));

describe('what to do about an empty split', () => {
  it('is written as the file is', () => {
    expect(fixFor('suite.yaml', ids)).toMatch(
      /write `split: val` into some of them, or add cases\.$/,
    );
    expect(fixFor('suite.yaml', many, { splits: { dev: 2, val: 1 } })).toMatch(
      /: set `seed: \d+` under `splits` to deal them anew/,
    );
    expect(fixFor('suite.yaml', many)).toMatch(/: set `splits: \{ seed: \d+ \}` at the top level/);
    expect(fixFor('suite.jsonl', many)).toMatch(
      /: set `\{"suite": \{"splits": \{"seed": \d+\}\}\}` on the first line to/,
    );
  });

  it('asks nothing of an evals.json that its format does not have', () => {
    for (const cases of [[{ id: 'a' }], many]) {
      const fix = fixFor('evals/evals.json', cases);
      expect(fix).toContain('`task.splits` in the run config');
      expect(fix).not.toContain('seed');
    }
    expect(fixFor('evals/evals.json', [{ id: 'a' }])).toMatch(
      /^One case fills one split: add cases/,
    );
  });
});
