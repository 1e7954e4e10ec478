import { mkdirSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuns } from './findRuns';

function folder(...files: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'runs-'));
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

async function names(root: string): Promise<readonly string[]> {
  return (await findRuns(root)).map(({ dir }) => dir.slice(root.length + 1)).sort();
}

describe('finding runs', () => {
  it('takes what has a journal or val scores, however deep', async () => {
    const root = folder('a/journal.jsonl', 'lam1/grasp/run_001/val_scores.json', 'x/notes.txt');
    expect(await names(root)).toEqual(['a', 'lam1/grasp/run_001']);
  });

  it('looks for no runs inside of a run', async () => {
    const root = folder('a/journal.jsonl', 'a/eval/val_scores.json');
    expect(await names(root)).toEqual(['a']);
  });

  it('takes the folder itself for a run when it is one', async () => {
    const root = folder('journal.jsonl');
    expect((await findRuns(root)).map(({ dir }) => dir)).toEqual([root]);
  });

  it('leaves hidden folders, packages and links alone', async () => {
    const root = folder('.git/journal.jsonl', 'node_modules/a/journal.jsonl', 'a/journal.jsonl');
    symlinkSync(root, join(root, 'loop'));
    expect(await names(root)).toEqual(['a']);
  });

  it('finds nothing where there is no folder, or not where a file only has the name', async () => {
    expect(await findRuns(join(folder(), 'missing'))).toEqual([]);
    const root = folder();
    mkdirSync(join(root, 'a', 'journal.jsonl'), { recursive: true });
    expect(await findRuns(root)).toEqual([]);
  });

  it('tells when a run was last written', async () => {
    const root = folder('a/journal.jsonl');
    utimesSync(join(root, 'a/journal.jsonl'), 1_000, 1_000);
    expect(await findRuns(root)).toEqual([{ dir: join(root, 'a'), name: 'a', changed: 1_000_000 }]);
  });
});
