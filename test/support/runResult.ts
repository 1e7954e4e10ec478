import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTree } from './commandLine';

interface Update {
  readonly batch_correct: number;
  readonly applied: unknown;
  readonly grpo: readonly { readonly verdict: string }[];
}

/** What a run ended with: its library and its published files, without what tells the time. */
export async function runResult(run: string): Promise<unknown> {
  const at = (...parts: string[]): string => path.join(run, ...parts);
  const json = async (...parts: string[]): Promise<unknown> =>
    JSON.parse(await readFile(at(...parts), 'utf8'));
  return {
    learned: await readTree(at('skills/learned')),
    best: await readTree(at('skills/best')),
    scores: await json('val_scores.json'),
    devRuns: (await readFile(at('epoch_0/dev_runs.jsonl'), 'utf8')).split('\n').length,
    updates: ((await json('epoch_1/skill_updates.json')) as Update[]).map(
      // A losing candidate's own counts may be partial, and how far its probe had come is a matter of time.
      ({ batch_correct, applied, grpo }) => [
        batch_correct,
        applied,
        grpo.map((row) => row.verdict),
      ],
    ),
  };
}
