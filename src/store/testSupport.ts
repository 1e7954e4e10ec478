/** A small made-up run, event by event, for the tests of this folder. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import type { RolloutErrored, RolloutFinished, RunEvent } from '../engine/learn/events';
import { defaultRules, publishedGate } from '../engine/learn/options';
import type { RunStore } from '../engine/ports';
import type { Edit, Transcript, TranscriptRef, Usage } from '../engine/types';

export function tempDir(): string {
  return mkdtempSync(join(tmpdir(), 'store-'));
}

export const oneCall: Usage = {
  calls: 1,
  inputTokens: 100,
  outputTokens: 10,
  usd: 0.01,
  reused: 0,
};

export function transcript(sample: string, correct: boolean): Transcript {
  return {
    sample,
    instruction: `What is the level of ${sample}?`,
    type: 'recent',
    status: 'completed',
    correct,
    answer: correct ? '[1.8]' : '[-1]',
    expected: [1.8],
    failureTags: correct ? [] : ['missing_reported_wrongly'],
    actions: ['GET Observation', 'FINISH'],
    history: [
      { role: 'user', content: `Level of ${sample}, “please”\u2028now` },
      { role: 'assistant', content: 'FINISH([1.8])' },
    ],
    result: { reply: correct ? [1.8] : [-1] },
  };
}

type Place = Pick<RolloutFinished, 'scope' | 'purpose' | 'epoch' | 'update'>;

export function finished(
  place: Place,
  sample: string,
  correct: boolean,
  ref: TranscriptRef,
): RolloutFinished {
  return {
    type: 'rollout.finished',
    key: `rollout|${place.purpose}|${place.scope}||${sample}|0`,
    ...place,
    sample,
    repeat: 0,
    usage: oneCall,
    ms: 5,
    status: 'completed',
    correct,
    transcript: ref,
    skills: [],
  };
}

export function errored(place: Place, sample: string): RolloutErrored {
  return {
    type: 'rollout.errored',
    key: `rollout|${place.purpose}|${place.scope}||${sample}|0`,
    ...place,
    sample,
    repeat: 0,
    usage: oneCall,
    ms: 5,
    reason: 'server down',
    attempts: 3,
  };
}

export function skillText(name: string, version: number): string {
  return `---\ndescription: Skill ${name}\nname: ${name}\ntags: []\nversion: ${version}\n---\n\nDo it.\n`;
}

export const dev = (epoch: number, update: number): Place => ({
  scope: `${epoch}|${update}`,
  purpose: 'dev',
  epoch,
  update,
});
export const val = (epoch: number | 'baseline'): Place => ({
  scope: `${epoch}|val`,
  purpose: 'val',
  epoch,
});

const edit: Edit = {
  action: 'ADD',
  name: 'use_latest',
  description: 'Use the latest value',
  content: 'Sort by time.',
  tags: ['latest'],
};
const refused: Edit = { ...edit, name: 'be_careful', content: 'Be careful.' };
const score = {
  fixes: 2,
  regressions: 0,
  invalidActionRegressions: 0,
  baselineFixes: 0,
  baselineRegressions: 0,
  adjusted: 2,
};

export function updateFinished(epoch: number, update: number): RunEvent {
  return {
    type: 'update.finished',
    key: `update.finished|${epoch}|${update}`,
    scope: `${epoch}|${update}`,
    epoch,
    update,
    batchSize: 2,
    batchCorrect: 1,
    batchErrored: 0,
    candidates: [],
    winner: null,
    recovery: false,
  };
}

/** A step needs the store only to lay its transcript down. */
export type Step = (store: Pick<RunStore, 'saveTranscript'>) => RunEvent;

function play(place: Place, sample: string, correct: boolean): Step {
  return (store) =>
    finished(place, sample, correct, store.saveTranscript(transcript(sample, correct)));
}

function is(event: RunEvent): Step {
  return () => event;
}

/** Baseline, one epoch of two updates with an accepted and a rejected edit, and the end. */
export function sampleRun(): readonly Step[] {
  const judged = {
    type: 'candidate.judged',
    epoch: 0,
    update: 1,
    label: 'stale_value_used',
    reason: 'Fixes 2 and breaks none.',
    penalty: 2,
    complete: true,
    outcomes: [{ sample: 's2', outcome: 'fixed', passedBefore: false }],
  } as const;
  const updateStarted = (update: number, batch: readonly string[]): RunEvent => ({
    type: 'update.started',
    key: `update.started|0|${update}`,
    epoch: 0,
    update,
    batch,
    updates: 2,
    library: ['read_bundle'],
  });
  return [
    is({
      type: 'run.started',
      key: 'run.started',
      run: 'try',
      method: 'grasp',
      task: 'quickstart',
      agent: 'simulated',
      writer: 'simulated',
      samples: { dev: 4, val: 2 },
      cycle: {
        epochs: 1,
        updateEvery: 2,
        concurrency: 4,
        maxProposals: 1,
        maxLearnedSkills: 10,
        proposals: 2,
        probeSize: 4,
        probeRepeats: 1,
        runBaseline: true,
        seed: 1,
        invalidActionPenalty: 2,
        review: 'auto',
        gate: publishedGate,
        rules: defaultRules,
      },
      base: [{ file: 'skeleton.md', text: skillText('skeleton', 0) }],
      learned: [{ file: 'read_bundle.md', text: skillText('read_bundle', 3) }],
    }),
    play(val('baseline'), 'v10', false),
    play(val('baseline'), 'v2', true),
    is({
      type: 'val.finished',
      key: 'val.finished|baseline|val',
      scope: 'baseline|val',
      epoch: 'baseline',
      correct: 1,
      total: 2,
      errored: 0,
      score: 0.5,
      devScore: null,
    }),
    is(updateStarted(0, ['s2', 's1'])),
    play(dev(0, 0), 's1', true),
    play(dev(0, 0), 's2', false),
    is(updateFinished(0, 0)),
    is(updateStarted(1, ['s4', 's3'])),
    is(errored(dev(0, 1), 's4')),
    play(dev(0, 1), 's3', false),
    is({
      type: 'probe.drawn',
      key: 'probe.drawn|0|1',
      epoch: 0,
      update: 1,
      failing: ['s2'],
      passing: ['s1'],
      outOfSample: true,
    }),
    is({
      type: 'writer.replied',
      key: 'writer|propose|0|1|0',
      call: 'propose',
      epoch: 0,
      update: 1,
      k: 0,
      reply: [],
      usage: oneCall,
    }),
    ...[refused, edit].map((raw, i) =>
      is({
        type: 'proposal.made',
        key: `proposal.made|0|1|${1 - i}`,
        epoch: 0,
        update: 1,
        k: 1 - i,
        label: 'stale_value_used',
        raw: [{ ...raw }],
        refused: [],
      }),
    ),
    is({
      ...judged,
      key: 'candidate|e0-u1-a',
      id: 'e0-u1-a',
      edits: [edit],
      verdict: 'accepted',
      score,
      before: { use_latest: null },
      after: { use_latest: skillText('use_latest', 1) },
    }),
    is({
      ...judged,
      key: 'candidate|e0-u1-b',
      id: 'e0-u1-b',
      edits: [refused],
      verdict: 'rejected',
      score: { ...score, fixes: 0, adjusted: 0 },
      before: { be_careful: null },
      after: { be_careful: skillText('be_careful', 1) },
    }),
    is({
      type: 'library.changed',
      key: 'library|1',
      cause: { kind: 'edit', id: 'e0-u1-a' },
      applied: [{ action: 'ADD', name: 'use_latest' }],
      files: { 'use_latest.md': skillText('use_latest', 1) },
      names: ['read_bundle', 'use_latest'],
      inForce: ['e0-u1-a'],
    }),
    is({
      ...updateFinished(0, 1),
      batchCorrect: 0,
      batchErrored: 1,
      candidates: ['e0-u1-a', 'e0-u1-b'],
      winner: 'e0-u1-a',
    } as RunEvent),
    is({
      type: 'epoch.finished',
      key: 'epoch.finished|0',
      epoch: 0,
      devCorrect: 1,
      devTotal: 3,
      devErrored: 1,
      taxonomy: { stale_value_used: 'An old value was taken.' },
    }),
    play(val(0), 'v2', true),
    is(errored(val(0), 'v10')),
    is({
      type: 'val.finished',
      key: 'val.finished|0|val',
      scope: '0|val',
      epoch: 0,
      correct: 1,
      total: 1,
      errored: 1,
      score: 1,
      devScore: 1 / 3,
    }),
    is({
      type: 'checkpoint.saved',
      key: 'checkpoint.saved|0',
      epoch: 0,
      score: 1,
      files: {
        'read_bundle.md': skillText('read_bundle', 3),
        'use_latest.md': skillText('use_latest', 1),
        '.history/use_latest_v0.md': skillText('use_latest', 0),
      },
    }),
    is({
      type: 'run.finished',
      key: 'run.finished',
      bestEpoch: 0,
      library: ['read_bundle', 'use_latest'],
    }),
  ];
}

/** Records the steps as an engine would: what the store can recall is not done again. */
export function replaySteps(store: RunStore, steps: readonly Step[]): void {
  for (const step of steps) {
    const planned = step({ saveTranscript: () => ({ at: 0, bytes: 0 }) });
    const isRollout = planned.type === 'rollout.finished' || planned.type === 'rollout.errored';
    if (isRollout && store.recall(planned.key)) continue;
    store.record(step(store));
  }
}

/** Text of every file of a folder by path, without locks. */
export function filesIn(dir: string, root = dir): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) Object.assign(files, filesIn(path, root));
    else if (!entry.name.endsWith('.lock')) {
      files[relative(root, path).replaceAll('\\', '/')] = readFileSync(path, 'utf8');
    }
  }
  return files;
}

/** Our own source file as something a bare Node process can require. */
export function bundle(source: string): string {
  const outfile = join(tempDir(), `${basename(source, '.ts')}.cjs`);
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'cjs' });
  return outfile;
}
