import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendDecision } from './decisions';
import type { JournalEntry } from './journalEntry';
import { openRun } from './runDirectory';
import { filesIn, oneCall, replaySteps, sampleRun, tempDir, transcript } from './testSupport';

async function made(): Promise<string> {
  const dir = join(tempDir(), 'runs', 'try');
  const run = await openRun({ dir, mode: 'create' });
  replaySteps(run, sampleRun());
  run.writeConfig({ method: 'grasp' });
  run.cache.set('k', { content: 'x', usage: oneCall });
  run.log('hello');
  run.close();
  return dir;
}

describe('opening a run', () => {
  it('refuses to start where a run is, and names the two ways out', async () => {
    const dir = await made();
    const before = filesIn(dir);
    await expect(openRun({ dir, mode: 'create' })).rejects.toMatchObject({
      name: 'UserError',
      kind: 'usage',
      fix: expect.stringMatching(/--resume.*--force/),
    });
    expect(filesIn(dir)).toEqual(before);
  });

  it('with force really removes the old run, and nothing of anybody else', async () => {
    const dir = await made();
    mkdirSync(join(dir, 'skills', 'mine'));
    writeFileSync(join(dir, 'skills', 'mine', 'note.md'), 'mine');
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    const run = await openRun({ dir, mode: 'force' });
    expect(run.cache.get('k')).toBeUndefined();
    run.close();
    expect(filesIn(dir)).toEqual({
      'journal.jsonl': '',
      'transcripts.jsonl': '',
      'cache/replies.jsonl': '',
      'notes.txt': 'mine',
      'skills/mine/note.md': 'mine',
    });
  });

  it.each([
    ['a folder of other files', { 'config.yaml': 'a: 1', 'skills/learned/x.md': 'x' }],
    ['a journal of something else', { 'journal.jsonl': 'Dear diary\n', 'config.yaml': 'a: 1' }],
    ['scores of something else', { 'val_scores.json': '{"epoch": 1}' }],
  ])('with force refuses %s and deletes nothing', async (_what, files) => {
    const dir = tempDir();
    mkdirSync(join(dir, 'skills', 'learned'), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
    const before = filesIn(dir);
    await expect(openRun({ dir, mode: 'force' })).rejects.toThrow('not a run');
    await expect(openRun({ dir, mode: 'create' })).rejects.toThrow('not empty');
    expect(filesIn(dir)).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('with force starts where nothing is, or a published run without a journal', async () => {
    const dir = join(tempDir(), 'new');
    (await openRun({ dir, mode: 'force' })).close();
    const old = tempDir();
    writeFileSync(join(old, 'val_scores.json'), '[{"epoch": "baseline", "score": 0.5}]');
    await expect(openRun({ dir: old, mode: 'resume' })).rejects.toThrow('no run to resume');
    (await openRun({ dir: old, mode: 'force' })).close();
    expect(existsSync(join(old, 'val_scores.json'))).toBe(false);
  });

  it('refuses to resume what was never started, and leaves no trace', async () => {
    const dir = join(tempDir(), 'never');
    await expect(openRun({ dir, mode: 'resume' })).rejects.toThrow('no run to resume');
    expect(existsSync(dir)).toBe(false);
  });

  it('gives the directory to one process at a time', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    await expect(openRun({ dir, mode: 'resume' })).rejects.toThrow(`process ${process.pid}`);
    await expect(openRun({ dir, mode: 'force' })).rejects.toThrow(`process ${process.pid}`);
    run.close();
    (await openRun({ dir, mode: 'resume' })).close();
  });

  it('does not write through a link planted in the directory', async () => {
    const dir = await made();
    const outside = join(tempDir(), 'outside');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, join(dir, 'decisions.jsonl'));
    expect(() => appendDecision(dir, { edit: 'a', decision: 'accept', at: '' })).toThrow(
      'symbolic link',
    );
    const fresh = tempDir();
    symlinkSync(outside, join(fresh, 'journal.jsonl'));
    await expect(openRun({ dir: fresh, mode: 'resume' })).rejects.toThrow('symbolic link');
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });
});

describe('an open run', () => {
  it('does a rollout again whose transcript a power cut took away', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    const steps = sampleRun();
    replaySteps(run, steps);
    run.close();
    const key = 'rollout|val|baseline|val||v10|0';
    const before = await openRun({ dir, mode: 'resume' });
    expect(before.recall(key)).toMatchObject({ type: 'rollout.finished', sample: 'v10' });
    before.close();
    truncateSync(join(dir, 'transcripts.jsonl'), 0);
    const again = await openRun({ dir, mode: 'resume' });
    expect(again.recall(key)).toBeUndefined();
    again.close();
  });

  it('tells its listener each new event once, after it is on disk', async () => {
    const dir = join(tempDir(), 'run');
    const seen: JournalEntry[] = [];
    const onEvent = (entry: JournalEntry): void => {
      const lines = readFileSync(join(dir, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
      expect(lines).toHaveLength(entry.seq);
      seen.push(entry);
    };
    const first = await openRun({ dir, mode: 'create', onEvent });
    const half = sampleRun().slice(0, 8);
    replaySteps(first, half);
    first.close();
    const second = await openRun({ dir, mode: 'resume', onEvent });
    replaySteps(second, sampleRun());
    expect(seen.map(({ seq }) => seq)).toEqual(sampleRun().map((_, i) => i + 1));
    const stored: JournalEntry[] = [];
    for await (const entry of second.events()) stored.push(entry);
    expect(stored).toEqual(seen);
    second.close();
  });

  it('hands transcripts and decisions through', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    expect(run.loadTranscript(run.saveTranscript(transcript('s', true))).sample).toBe('s');
    const waiting = run.moreDecisions(0, new AbortController().signal);
    appendDecision(dir, { edit: 'a', decision: 'undo', at: '' });
    await waiting;
    expect(run.decisions(0)).toEqual([{ edit: 'a', decision: 'undo', at: '' }]);
    run.close();
  });

  it('writes its config with sorted keys', async () => {
    const dir = await made();
    const run = await openRun({ dir, mode: 'resume' });
    run.writeConfig({ method: 'grasp', cycle: { seed: 1, epochs: 2 }, agent_preset: 'simulated' });
    run.close();
    expect(readFileSync(join(dir, 'config.yaml'), 'utf8')).toBe(
      'agent_preset: simulated\ncycle:\n  epochs: 2\n  seed: 1\nmethod: grasp\n',
    );
    expect(readFileSync(join(dir, 'run.log'), 'utf8')).toMatch(/^\d{4}-.*Z hello\n$/m);
  });

  it('leaves a log of what happened, a line each, also over a resume', async () => {
    const dir = join(tempDir(), 'run');
    const now = (): number => 0;
    const first = await openRun({ dir, mode: 'create', now });
    replaySteps(first, sampleRun().slice(0, 8));
    first.record({ type: 'run.stopped', reason: 'user', message: 'Stopped\nby you.' });
    first.close();
    const second = await openRun({ dir, mode: 'resume', now });
    second.record({ type: 'run.resumed' });
    replaySteps(second, sampleRun());
    second.close();
    expect(readFileSync(join(dir, 'run.log'), 'utf8').split('\n')).toEqual([
      ...[
        'run started: grasp on quickstart, agent simulated, writer simulated, 4 dev and 2 val samples',
        'val of baseline finished: 0.500 (1 of 2 correct, 0 errored)',
        'epoch 0 update 0 finished: 1 of 2 correct, 0 errored, 0 candidates, none applied',
        'run stopped (user): Stopped by you.',
        'run resumed',
        'fault: dev rollout of s4 in epoch 0 update 1, 3 attempts: server down',
        'epoch 0 update 1 finished: 0 of 2 correct, 1 errored, 2 candidates, e0-u1-a applied',
        'fault: val rollout of v10 in epoch 0, 3 attempts: server down',
        'val of epoch 0 finished: 1.000 (1 of 1 correct, 1 errored)',
        'run finished: best epoch 0, 2 learned skills',
      ].map((line) => `1970-01-01T00:00:00.000Z ${line}`),
      '',
    ]);
  });

  it('writes no key and no long text from outside into its log', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    const stop = { type: 'run.stopped', reason: 'faults' } as const;
    run.record({ ...stop, message: 'refused: Bearer sentinel-7f3a91c2d4e5' });
    run.record({ ...stop, message: 'a prompt '.repeat(500) });
    run.close();
    const lines = readFileSync(join(dir, 'run.log'), 'utf8').trimEnd().split('\n');
    expect(lines.map(({ length }) => length < 250)).toEqual([true, true]);
    expect(lines.join()).not.toContain('sentinel');
  });
});
