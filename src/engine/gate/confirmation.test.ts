import { describe, expect, it } from 'vitest';
import type { Episode } from '../learn/episode';
import type { GateRule, ProbeMeasure } from '../learn/gate';
import { PythonRandom } from '../random';
import { calibrate, uncalibrated, type Calibration } from './calibration';
import { nextRound, record, startConfirmation, type ConfirmationInput } from './confirmation';
import type { Decision } from './decision';
import type { PairRequest } from './planRound';
import type { RolloutResult } from './rolloutResult';
import { leadingStage, publishedStages } from './stages';
import { verdictOf } from './verdict';

const rule: GateRule = { penalty: 2, faults: 'excluded', minCoverage: 0.6 };
const transcript = { at: 0, bytes: 0 };

function episode(result: RolloutResult): Episode {
  return result === 'fault'
    ? { kind: 'errored', reason: 'HTTP 500' }
    : { kind: 'evaluated', status: 'completed', correct: result === 'pass', transcript };
}

/** Rolls a probe out: `null` is the current library. */
type Roll = (candidate: string | null, sample: string) => RolloutResult;

interface Setting {
  readonly half: number;
  readonly candidates: readonly string[];
  readonly roll: Roll;
  /** Probes of the first pass; the failing half unless told. */
  readonly whole?: boolean;
  readonly calibration?: Calibration;
  readonly confirmedBefore?: number;
}

const fivePercent: Calibration = {
  passing: { repeats: 400, flips: 38 },
  failing: { repeats: 400, flips: 38 },
};

function inputOf({ half, candidates, roll, whole, ...rest }: Setting): ConfirmationInput {
  const before = [
    ...Array.from({ length: half }, (_, i) => ({ sample: `f${i}`, passedBefore: false })),
    ...Array.from({ length: half }, (_, i) => ({ sample: `p${i}`, passedBefore: true })),
  ].map((one) => ({ ...one, baseline: episode(roll(null, one.sample)) }));
  const leading = new Set<ProbeMeasure>(whole ? before : leadingStage(before));
  return {
    rule,
    calibration: rest.calibration ?? fivePercent,
    candidates: candidates.map((id) => ({
      id,
      measures: before.map((one) =>
        leading.has(one) ? { ...one, candidate: episode(roll(id, one.sample)) } : one,
      ),
    })),
    ...(rest.confirmedBefore === undefined ? {} : { confirmedBefore: rest.confirmedBefore }),
  };
}

function confirm(setting: Setting): { decision: Decision; rounds: readonly PairRequest[][] } {
  const { roll } = setting;
  const rounds: PairRequest[][] = [];
  let state = startConfirmation(inputOf(setting));
  for (;;) {
    const step = nextRound(state);
    if (step.kind === 'decided') return { decision: step, rounds };
    rounds.push([...step.requests]);
    const results = step.requests.map(({ candidate, sample, arms }) => ({
      candidate,
      sample,
      outcome: roll(candidate, sample),
      ...(arms === 'both' ? { baseline: roll(null, sample) } : {}),
    }));
    state = record(state, results);
  }
}

/** Failing samples fail and passing ones pass, but for what the candidates turn. */
function steady(turned: Readonly<Record<string, readonly string[]>>): Roll {
  return (candidate, sample) => {
    const turns = candidate !== null && (turned[candidate] ?? []).includes(sample);
    return sample.startsWith('p') !== turns ? 'pass' : 'fail';
  };
}

const sayOf = ({ candidates, rates }: Decision, id: string) =>
  verdictOf(
    candidates.find(({ candidate }) => candidate === id)!,
    rates,
  );

describe('confirming a candidate', () => {
  it('accepts an edit whose fixes repeat, and names the evidence', () => {
    const roll = steady({ a: ['f0', 'f1', 'f2', 'f3'] });
    const { decision } = confirm({ half: 10, candidates: ['idle', 'a'], roll });
    expect(decision.winner).toBe('a');
    const { verdict, sentence, numbers } = sayOf(decision, 'a');
    expect(verdict).toBe('accepted');
    expect(numbers!.p).toBeLessThanOrEqual(0.0122);
    expect(numbers).toMatchObject({ lost: 0, broken: [] });
    expect(numbers!.effect.rate * numbers!.effect.of).toBeCloseTo(4, 0);
    expect(sentence).toMatch(/^Confirmed: it fixes about 4 of 10 failing probes/);
    expect(sayOf(decision, 'idle').verdict).toBe('rejected');
  });

  it('spends nothing on an edit that shows no fix', () => {
    const { decision, rounds } = confirm({ half: 10, candidates: ['a'], roll: steady({}) });
    expect(rounds).toHaveLength(0);
    expect(sayOf(decision, 'a')).toMatchObject({ verdict: 'rejected' });
  });

  it('runs both arms of what may be fixed, and only looks at what should still pass', () => {
    const roll = steady({ a: ['f0', 'f1', 'f2', 'f3'] });
    const { rounds } = confirm({ half: 10, candidates: ['a'], roll });
    for (const { sample, arms } of rounds.flat()) {
      expect(arms).toBe(sample.startsWith('f') ? 'both' : 'candidate');
      expect(sample).not.toMatch(/^f[4-9]/);
    }
    const looked = new Set(rounds.flat().map(({ sample }) => sample));
    expect([...looked].filter((sample) => sample.startsWith('p'))).toHaveLength(10);
  });

  it('vetoes an edit whose regression repeats, and hands it on for a revision', () => {
    const roll = steady({ a: ['f0', 'f1', 'f2', 'f3', 'p7'] });
    const { decision } = confirm({ half: 10, candidates: ['a'], roll });
    expect(decision.winner).toBeNull();
    const { verdict, sentence, numbers } = sayOf(decision, 'a');
    expect(verdict).toBe('revise');
    expect(numbers!.broken).toEqual(['p7']);
    expect(sentence).toContain('breaks 1 passing probe');
  });

  it('forgives a regression that does not repeat', () => {
    let once = true;
    const sound = steady({ a: ['f0', 'f1', 'f2', 'f3'] });
    const roll: Roll = (candidate, sample) => {
      if (candidate !== 'a' || sample !== 'p7' || !once) return sound(candidate, sample);
      once = false;
      return 'fail';
    };
    const { decision } = confirm({ half: 10, candidates: ['a'], roll, whole: true });
    expect(once).toBe(false);
    expect(decision.winner).toBe('a');
  });

  it('does not hold against an edit what the current library breaks as well', () => {
    const sound = steady({ a: ['f0', 'f1', 'f2', 'f3'] });
    const roll: Roll = (candidate, sample) => (sample === 'p7' ? 'fail' : sound(candidate, sample));
    const { decision } = confirm({ half: 10, candidates: ['a'], roll });
    expect(decision.winner).toBe('a');
  });

  it('asks more of a revision, which shares the budget of what it revises', () => {
    const roll = steady({ a: ['f0', 'f1'] });
    const pairs = (confirmedBefore: number): number => {
      const { decision } = confirm({ half: 4, candidates: ['a'], roll, confirmedBefore });
      expect(decision.winner).toBe('a');
      expect(decision.confirmed).toBe(confirmedBefore + 1);
      return sayOf(decision, 'a').numbers!.won;
    };
    expect(pairs(3)).toBeGreaterThan(pairs(0));
  });

  it('confirms one of several proposals at a time, the likeliest first', () => {
    const roll = steady({ a: ['f0', 'f1', 'f2'], b: ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'] });
    const { decision, rounds } = confirm({ half: 10, candidates: ['a', 'b'], roll });
    expect(new Set(rounds.flat().map(({ candidate }) => candidate))).toEqual(new Set(['b']));
    expect(decision.winner).toBe('b');
    expect(sayOf(decision, 'a').sentence).toContain('Another candidate');
  });

  it('says what it would take where chance hides the answer', () => {
    const noisy = { repeats: 200, flips: 80 };
    const calibration = { passing: noisy, failing: noisy };
    const roll = steady({});
    const { decision } = confirm({ half: 2, candidates: ['a'], roll, calibration });
    const { verdict, sentence } = sayOf(decision, 'a');
    expect(verdict).toBe('inconclusive');
    expect(sentence).toMatch(/It would take about \d+ more (repeats? of|failing probes?)/);
  });

  it('is inconclusive when faults leave too few probes, and ends when nothing can be run', () => {
    const dead: Roll = (candidate, sample) =>
      candidate === null ? steady({})(candidate, sample) : 'fault';
    const none = confirm({ half: 10, candidates: ['a'], roll: dead });
    expect(sayOf(none.decision, 'a').sentence).toContain('faults');
    let first = true;
    const dying: Roll = (candidate, sample) =>
      first ? steady({ a: ['f0', 'f1', 'f2', 'f3'] })(candidate, sample) : 'fault';
    let state = startConfirmation(inputOf({ half: 10, candidates: ['a'], roll: dying }));
    first = false;
    let rounds = 0;
    for (let step = nextRound(state); step.kind === 'run'; step = nextRound(state)) {
      rounds += 1;
      state = record(
        state,
        step.requests.map(({ candidate, sample }) => ({
          candidate,
          sample,
          outcome: dying(candidate, sample),
          baseline: dying(null, sample),
        })),
      );
    }
    expect(rounds).toBeLessThan(40);
    expect(nextRound(state)).toMatchObject({ kind: 'decided', winner: null });
  });
});

describe('an agent that is repeatable', () => {
  const calibration = calibrate(Array.from({ length: 250 }, () => [true, true]));

  it('is judged as published, without a further rollout', () => {
    const roll = steady({ a: ['f0'], b: ['f0', 'f1'], c: ['f0', 'f1', 'f2', 'p0'] });
    const candidates = ['a', 'b', 'c'];
    const { decision, rounds } = confirm({ half: 4, candidates, roll, whole: true, calibration });
    expect(rounds).toHaveLength(0);
    expect(decision.winner).toBe('b');
    expect(sayOf(decision, 'a').sentence).toContain('Another candidate');
    expect(sayOf(decision, 'c').sentence).toBe('It breaks 1 passing probe, more than it may.');
  });

  it('never accepts a probe that was stopped early', () => {
    const roll = steady({ a: ['f0', 'f1'] });
    const { decision } = confirm({ half: 4, candidates: ['a'], roll, calibration });
    expect(decision.winner).toBeNull();
  });

  it('is probed for gains first, with a few sentries for losses', () => {
    const { candidates } = inputOf({ half: 8, candidates: ['a'], roll: steady({}) });
    const [first, rest] = publishedStages(candidates[0]!.measures);
    expect(first!.map(({ sample }) => sample[0]).join('')).toBe('ppffffffff');
    expect(rest).toHaveLength(6);
  });
});

describe('an edit that does nothing', () => {
  /** Share of updates in which one of three such edits is accepted. */
  function acceptedShare(rateOf: (index: number) => number, calibration: Calibration): number {
    const updates = 1000;
    let accepted = 0;
    const rng = new PythonRandom('idle edits');
    for (let i = 0; i < updates; i++) {
      const rates = new Map<string, number>();
      const roll: Roll = (_, sample) => {
        const known = rates.get(sample) ?? rateOf(rng.below(10));
        rates.set(sample, known);
        const flip = rng.below(1000) < known * 1000;
        return sample.startsWith('p') !== flip ? 'pass' : 'fail';
      };
      const { decision } = confirm({ half: 8, candidates: ['a', 'b', 'c'], roll, calibration });
      if (decision.winner !== null) accepted += 1;
    }
    return accepted / updates;
  }

  it('is hardly ever accepted where a tenth of the samples is a coin and the rest is steady', () => {
    expect(acceptedShare((index) => (index === 0 ? 0.5 : 0), fivePercent)).toBeLessThanOrEqual(
      0.02,
    );
  });

  it('is hardly ever accepted where every sample is a coin and the calibration is wrong', () => {
    expect(acceptedShare(() => 0.5, fivePercent)).toBeLessThanOrEqual(0.02);
    expect(acceptedShare(() => 0.3, uncalibrated)).toBeLessThanOrEqual(0.02);
  });
});
