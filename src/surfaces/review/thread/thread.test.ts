import { describe, expect, it } from 'vitest';
import type { GateNumbers } from '../../../engine/gate/verdict';
import type { CanariesMeasured, CandidateJudged } from '../../../engine/learn/events';
import type { ProbeOutcome } from '../../../engine/types';
import { plainWords } from '../../common/plainWords';
import type { Rerun } from '../decide/rerun';
import { editLabel, passes, scoreInShort } from './editLabel';
import { gateBody, rerunBody } from './threadBody';

const golden = (name: string): string => `../../../../test/golden/review/${name}`;
const ref = { at: 0, bytes: 1 };
const link = (of: string, index: number): string => `command:open?${of}-${index}`;

const outcomes: readonly ProbeOutcome[] = [
  {
    sample: 's-1',
    outcome: 'still passing',
    passedBefore: true,
    baselineCorrect: true,
    transcript: ref,
  },
  {
    sample: 's-2',
    outcome: 'fixed',
    passedBefore: false,
    baselineCorrect: false,
    transcript: ref,
    baselineTranscript: ref,
  },
  { sample: 's-3', outcome: 'fixed', passedBefore: false, baselineCorrect: true, transcript: ref },
  {
    sample: 's-4',
    outcome: 'still failing',
    passedBefore: false,
    baselineCorrect: false,
    status: 'agent invalid action',
    transcript: ref,
  },
  {
    sample: 's-5',
    outcome: 'errored',
    passedBefore: true,
    baselineCorrect: true,
    reason: 'no answer within 60 s',
  },
  { sample: 's-6', outcome: 'not evaluated', passedBefore: true, baselineCorrect: null },
  {
    sample: 's-7',
    outcome: 'regressed',
    passedBefore: true,
    baselineCorrect: true,
    status: 'completed',
    transcript: ref,
  },
];

const judged: CandidateJudged = {
  type: 'candidate.judged',
  key: 'k',
  id: 'e0-u1-abc',
  epoch: 0,
  update: 1,
  edits: [{ action: 'MODIFY', name: 'read_the_bundle', description: '', content: '' }],
  label: 'order_taken_as_time',
  verdict: 'rejected',
  reason: 'It broke 1 passing probe; the current library alone breaks 0.',
  score: {
    fixes: 2,
    baselineFixes: 1,
    regressions: 1,
    baselineRegressions: 0,
    invalidActionRegressions: 1,
    adjusted: -1,
  },
  penalty: 2,
  complete: true,
  outcomes,
  before: {},
  after: {},
};

const state = (of: CandidateJudged) => ({ judged: of, isApplied: false });

const hostile =
  'x | y`\n|a|b|\n[run](command:grasp.run.start) <img src=x> \u202e![i](https://e.example)';

describe('editLabel', () => {
  it('says what, the verdict and the probes without and with the edit', () => {
    expect(editLabel(state(judged), plainWords)).toBe(
      'MODIFY "read_the_bundle" · gate: rejected · 3/5 → 3/5',
    );
  });

  it('counts only probes that were evaluated both ways', () => {
    expect(passes(outcomes)).toEqual({ before: 3, after: 3, of: 5 });
    expect(passes([])).toBeUndefined();
    expect(scoreInShort({ ...judged, outcomes: [] })).toBe('+2 −1');
  });

  it('is one line whatever the name', () => {
    const pair = [
      { action: 'REMOVE', name: hostile, description: '', content: '' },
      { action: 'ADD', name: 'new', description: '', content: '' },
    ] as const;
    expect(editLabel(state({ ...judged, edits: pair }), plainWords)).toBe(
      'REMOVE "x | y` |a|b| [run](command:grasp.run.start) <img src=x> \\u202e!…" + ADD "new" · gate: rejected · 3/5 → 3/5',
    );
  });
});

describe('gateBody', () => {
  it('says the verdict in a sentence, the arithmetic, and every probe', async () => {
    const body = gateBody({ judged }, { link, isSimulated: true }, plainWords);
    await expect(`${body}\n`).toMatchFileSnapshot(golden('thread.md'));
  });

  it('lets no text of models, tasks or runs become markup', async () => {
    const evil: CandidateJudged = {
      ...judged,
      label: hostile,
      reason: hostile,
      outcomes: outcomes
        .slice(3, 5)
        .map((probe) => ({ ...probe, sample: hostile, status: hostile, reason: hostile })),
    };
    const body = gateBody({ judged: evil }, { link, isSimulated: false }, plainWords);
    expect(body.match(/(?<!\\)\]\(/g)).toHaveLength(1);
    expect(body).not.toMatch(/<|\u202e|(?<!\\)!\[/);
    await expect(`${body}\n`).toMatchFileSnapshot(golden('thread.hostile.md'));
  });

  it('says that a published run kept no outcomes', () => {
    const body = gateBody(
      { judged: { ...judged, reason: '', label: null, outcomes: [] } },
      { link, isSimulated: false },
      plainWords,
    );
    expect(body).toContain('**The gate rejected this edit.**\n');
    expect(body).toContain('kept no outcomes of single probes');
  });

  it('does not list a thousand probes', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => ({ ...outcomes[0]!, sample: `s-${n}` }));
    const body = gateBody(
      { judged: { ...judged, outcomes: many } },
      { link, isSimulated: false },
      plainWords,
    );
    expect(body.match(/^\| `/gm)).toHaveLength(40);
    expect(body).toContain('960 more probes');
  });

  it('says what a confirmation rests on, how often each probe passed, and that it was rolled back', () => {
    const rate = { rate: 0.05, low: 0, high: 0.1 };
    const numbers = {
      rounds: 2,
      rollouts: 48,
      won: 7,
      lost: 1,
      p: 0.0123,
      flipRate: { passing: rate, failing: rate },
      effect: { rate: 0.5, low: 0.25, high: 0.75, of: 8 },
      broken: [],
    } as unknown as GateNumbers;
    const repeats = {
      candidate: { passes: 3, rollouts: 4 },
      baseline: { passes: 0, rollouts: 1 },
    };
    const canaries = {
      rolledBack: true,
      reason: 'It broke [2] canaries.',
    } as unknown as CanariesMeasured;
    const confirmed = { ...judged, numbers, outcomes: [{ ...outcomes[1]!, repeats }] };
    const body = gateBody(
      { judged: confirmed, canaries },
      { link, isSimulated: false },
      plainWords,
    );
    expect(body).toContain('**It was rolled back.** It broke \\[2\\] canaries.');
    expect(body).toContain(
      '48 fresh rollouts in 2 rounds; pairs that differ: 7 for the edit, 1 against it; p 0.012;',
    );
    expect(body).toContain(
      'flip rate: 5.0 % of passing, 5.0 % of failing samples; fixes 50.0 % of',
    );
    expect(body).toContain('| failed | failed | passed 3/4 | **fixed** |');
    const label = editLabel({ ...state(judged), canaries }, plainWords);
    expect(label).toContain('gate: accepted, then rolled back');
  });

  it('says when the probe ended early', () => {
    const body = gateBody(
      { judged: { ...judged, complete: false } },
      { link, isSimulated: false },
      plainWords,
    );
    expect(body).toContain('Score so far: −1');
  });
});

describe('rerunBody', () => {
  it('says what was probed, and links to both rollouts', async () => {
    const arm = { passed: true, reused: false } as const;
    const rerun: Rerun = {
      of: 'm',
      against: 'l',
      sources: new Map(),
      verdict: 'accepted',
      reason: 'It fixed 1 failing probe and broke none.',
      score: judged.score,
      probes: [
        {
          sample: hostile,
          description: '',
          before: { ...arm, passed: false },
          after: { passed: null, reused: false, reason: hostile },
          outcome: 'errored',
        },
        {
          sample: 's-2',
          description: '',
          before: { ...arm, passed: false },
          after: arm,
          outcome: 'fixed',
        },
      ],
      fixed: 1,
      regressed: 0,
      passed: 1,
      evaluated: 1,
      errored: 1,
      isOwn: true,
      at: '2026-01-01T00:00:00Z',
    };
    const body = rerunBody(rerun, { link, isOutdated: false }, plainWords);
    await expect(`${body}\n`).toMatchFileSnapshot(golden('rerun.md'));
    const outdated = rerunBody(rerun, { link, isOutdated: true }, plainWords);
    expect(outdated).toMatch(
      /^\*\*Outdated\.\*\* Your library, the configuration or the task has changed/,
    );
    expect(outdated.endsWith(body)).toBe(true);
  });
});
