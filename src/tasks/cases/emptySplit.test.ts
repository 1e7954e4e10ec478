import { describe, expect, it } from 'vitest';
import { buildCases } from './buildCases';
import { emptySplit } from './emptySplit';
import { suiteSchema } from './suiteSchema';

function fixFor(file: string, ids: readonly string[], more: object = {}): string | undefined {
  const suite = suiteSchema.parse({
    ...more,
    cases: ids.map((id) => ({ id, input: id, expected: id, grader: { kind: 'contains' } })),
  });
  const lineOf = (): number => 1;
  return emptySplit('val', { file, suite, cases: buildCases(suite, { file, lineOf }), lineOf }).fix;
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('what to do about an empty split', () => {
  it('is written as the file is', () => {
    expect(fixFor('suite.yaml', ids)).toMatch(
      /^Cases are dealt .* seed: set `splits: \{ seed: \d+ \}` at the top level to deal them anew, write `split: val` into some of them, or add cases\.$/,
    );
    expect(fixFor('suite.yaml', ids, { splits: { dev: 2, val: 1 } })).toMatch(
      /: set `seed: \d+` under `splits` to/,
    );
    expect(fixFor('evals/evals.json', ids)).toMatch(
      /: set `"splits": \{"seed": \d+\}` at the top level to .*, write `"split": "val"` into/,
    );
    expect(fixFor('suite.jsonl', ids)).toMatch(
      /: set `\{"suite": \{"splits": \{"seed": \d+\}\}\}` on the first line to/,
    );
  });

  it('is no other draw where none fills every split', () => {
    expect(fixFor('evals/evals.json', ['a', 'b'])).toBe(
      'No draw of these fills every split: write `"split": "val"` into some of them, or add cases.',
    );
  });
});
