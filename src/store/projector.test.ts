import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRun } from './runDirectory';
import {
  dev,
  filesIn,
  finished,
  replaySteps,
  sampleRun,
  skillText,
  tempDir,
  transcript,
  updateFinished,
  type Step,
} from './testSupport';

const steps = sampleRun();
/** Kept by the store for itself; the rest is published. */
const own = /^(journal|transcripts)\.jsonl$|^run\.log$|^cache\//;

function published(dir: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(filesIn(dir)).filter(([path]) => !own.test(path)));
}

async function play(dir: string, mode: 'create' | 'resume', what: readonly Step[]): Promise<void> {
  const run = await openRun({ dir, mode, now: () => 0 });
  replaySteps(run, what);
  run.close();
}

async function wholeRun(): Promise<string> {
  const dir = tempDir();
  await play(dir, 'create', steps);
  return dir;
}

/** The files one under another, as one text. */
function listing(files: Readonly<Record<string, string>>): string {
  return Object.keys(files)
    .sort()
    .map((path) => `=== ${path}\n${files[path]?.trimEnd()}\n`)
    .join('\n');
}

describe('the published files', () => {
  it('hold the run in the published layout and fields', async () => {
    const text = listing(published(await wholeRun()));
    await expect(text).toMatchFileSnapshot('./golden/published.txt');
  });

  it('are the same after a resume of the finished run', async () => {
    const dir = await wholeRun();
    const before = filesIn(dir);
    await play(dir, 'resume', steps);
    expect(filesIn(dir)).toEqual(before);
  });

  it('are the same after a stop at any event and a resume', async () => {
    const whole = published(await wholeRun());
    for (let done = 0; done < steps.length; done++) {
      const dir = tempDir();
      await play(dir, 'create', steps.slice(0, done));
      await play(dir, 'resume', steps);
      expect(published(dir), `stopped after ${done} events`).toEqual(whole);
    }
  });

  it('are the same when a kill came between a file and the journal', async () => {
    const whole = published(await wholeRun());
    const dir = await wholeRun();
    const journal = join(dir, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const from = (type: string): number => lines.findLastIndex((line) => line.includes(type));
    for (const type of ['run.finished', 'checkpoint.saved', 'val.finished', 'update.finished']) {
      const kept = lines.slice(0, from(`"${type}"`)).join('\n');
      truncateSync(journal, Buffer.byteLength(kept) + 1);
      await play(dir, 'resume', steps);
      expect(published(dir), `killed before ${type}`).toEqual(whole);
    }
  });

  it('come back when somebody deleted them', async () => {
    const dir = await wholeRun();
    const whole = published(dir);
    for (const name of ['baseline', 'epoch_0', 'skills', 'val_scores.json']) {
      rmSync(join(dir, name), { recursive: true });
    }
    writeFileSync(join(dir, 'val_scores.json'), '[');
    await play(dir, 'resume', []);
    expect(published(dir)).toEqual(whole);
  });

  it('follow the library: a removed skill is gone, a changed one is the new one', async () => {
    const dir = await wholeRun();
    await play(dir, 'resume', [
      () => ({
        type: 'library.changed',
        key: 'library|2',
        cause: { kind: 'edit', id: 'e0-u1-a' },
        applied: [],
        files: { 'read_bundle.md': null, 'folder/SKILL.md': skillText('folder', 1) },
        names: ['use_latest', 'folder'],
        inForce: ['e0-u1-a'],
      }),
    ]);
    expect(Object.keys(filesIn(join(dir, 'skills', 'learned'))).sort()).toEqual([
      'folder/SKILL.md',
      'use_latest.md',
    ]);
  });

  it('never lie outside the run, whatever a skill is called', async () => {
    const dir = tempDir();
    const run = await openRun({ dir: join(dir, 'run'), mode: 'create' });
    const names = [
      '../../out.md',
      '/tmp/out.md',
      'a/../../../out.md',
      'C:\\out.md',
      'a//b',
      'x\0y',
    ];
    for (const name of names) {
      const change = () =>
        run.record({
          type: 'library.changed',
          key: `library|${name}`,
          cause: { kind: 'start' },
          applied: [],
          files: { [name]: 'text' },
          names: [],
          inForce: [],
        });
      expect(change, name).toThrow('is not a path inside a library');
    }
    run.close();
    expect(Object.keys(filesIn(dir)).filter((path) => !path.startsWith('run/'))).toEqual([]);
  });

  it('of 10,000 dev samples are written without holding them', async () => {
    const dir = tempDir();
    const run = await openRun({ dir, mode: 'create' });
    const batch = Array.from({ length: 10_000 }, (_, i) => `s${i}`);
    run.record({
      type: 'update.started',
      key: 'u',
      epoch: 0,
      update: 0,
      batch,
      updates: 1,
      library: [],
    });
    for (const sample of batch) {
      const ref = run.saveTranscript(transcript(sample, true));
      run.record(finished(dev(0, 0), sample, true, ref));
    }
    run.record(updateFinished(0, 0));
    run.close();
    const lines = readFileSync(join(dir, 'epoch_0', 'dev_runs.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10_000);
    expect(JSON.parse(lines[9_999] ?? '')).toMatchObject({ sample_id: 's9999', update_cycle: 0 });
  });
});
