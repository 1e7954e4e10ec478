import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from './readRun';
import { openRun } from './runDirectory';
import { candidatesOf } from './runState';
import { replaySteps, sampleRun, skillText, tempDir } from './testSupport';

function folder(files: Readonly<Record<string, string>>): string {
  const dir = join(tempDir(), 'skill_cycle', 'run_001');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const published = {
  'config.yaml':
    '_resume: true\nagent:\n  parameters:\n    body:\n      model: gpt-oss-120b\n' +
    'cycle:\n  epochs: 2\ntask:\n  name: medagentbench-skill\n',
  'val_scores.json': JSON.stringify([
    { epoch: 'baseline', score: 0.3875, n_correct: 31, n_total: 80, dev_score: null },
    { epoch: 0, score: 0.675, n_correct: 54, n_total: 80, dev_score: 0.5104166666666666 },
    { epoch: 1, score: 0.675, n_correct: 54, n_total: 80, dev_score: 0.6 },
  ]),
  'epoch_0/failure_taxonomy.json': '{"answer_missing_value": "An empty answer list."}',
  'epoch_1/failure_taxonomy.json': '{}',
  'skills/learned/list_output.md': skillText('list_output', 2),
  'skills/learned/.history/list_output_v1.md': skillText('list_output', 1),
  'skills/learned/by-folder/SKILL.md': skillText('by-folder', 1),
};

describe('reading a run', () => {
  it('tells a run that somebody is writing from one that was killed', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    replaySteps(run, sampleRun().slice(0, 8));
    expect((await readRun(dir)).status).toBe('running');
    run.close();
    expect(await readRun(dir)).toMatchObject({ status: 'stopped', stop: { reason: 'killed' } });
    const again = await openRun({ dir, mode: 'resume' });
    replaySteps(again, sampleRun());
    again.close();
    const done = await readRun(dir);
    expect(done.status).toBe('finished');
    expect(done).not.toHaveProperty('stop');
  });

  it('reads a published run as far as its files go', async () => {
    const state = await readRun(folder(published));
    expect(state).toMatchObject({
      status: 'finished',
      run: 'run_001',
      method: 'skill_cycle',
      task: 'medagentbench-skill',
      agent: 'gpt-oss-120b',
      plannedEpochs: 2,
      bestEpoch: 0,
      library: ['by-folder', 'list_output'],
      samples: { val: 80 },
    });
    expect(state.val[1]).toEqual({
      epoch: 0,
      score: 0.675,
      correct: 54,
      total: 80,
      errored: 0,
      devScore: 0.5104166666666666,
    });
    expect(state.epochs.map(({ taxonomy }) => taxonomy)).toEqual([
      { answer_missing_value: 'An empty answer list.' },
      {},
    ]);
  });

  it('reads scores that call the baseline epoch -1 and hold no counts', async () => {
    const scores = '[{"epoch": 0, "score": 0.3}, {"epoch": -1, "score": 0.4375}, 7, {"epoch": 1}]';
    const state = await readRun(folder({ 'val_scores.json': scores, 'config.yaml': 'cycle: [' }));
    expect(state.val).toEqual([
      { epoch: 'baseline', score: 0.4375, correct: null, total: null, errored: 0, devScore: null },
      { epoch: 0, score: 0.3, correct: null, total: null, errored: 0, devScore: null },
    ]);
    expect(state).toMatchObject({ status: 'finished', agent: '', bestEpoch: 0, library: [] });
  });

  it('reads our own published files without the journal like those of others', async () => {
    const dir = join(tempDir(), 'run');
    const run = await openRun({ dir, mode: 'create' });
    replaySteps(run, sampleRun());
    run.close();
    const whole = await readRun(dir);
    rmSync(join(dir, 'journal.jsonl'));
    const state = await readRun(dir);
    expect(state.val).toEqual(whole.val);
    expect(state.library).toEqual(whole.library);
    expect(state.bestEpoch).toBe(whole.bestEpoch);
    const essence = (from: typeof state) =>
      candidatesOf(from).map(({ judged: { id, edits, score, verdict }, isApplied }) => ({
        id,
        edits,
        score,
        verdict,
        isApplied,
      }));
    expect(essence(state)).toEqual(essence(whole));
  });

  it('says of any other folder that it is no run', async () => {
    await expect(readRun(tempDir())).rejects.toThrow('not a run');
    await expect(readRun(folder({ 'val_scores.json': '{}' }))).rejects.toThrow('not a list');
  });
});
