import { describe, expect, it } from 'vitest';
import type { Episode } from './episode';
import {
  outcomeOf,
  prospectOf,
  scoreOf,
  standingOf,
  type GateRule,
  type ProbeMeasure,
} from './gate';

const rule: GateRule = { penalty: 2, faults: 'excluded', minCoverage: 0.6 };
const published: GateRule = { penalty: 2, faults: 'counted', minCoverage: 0 };

const transcript = { at: 0, bytes: 0 };
const episodes: Record<string, Episode | undefined> = {
  pass: { kind: 'evaluated', status: 'completed', correct: true, transcript },
  fail: { kind: 'evaluated', status: 'completed', correct: false, transcript },
  invalid: { kind: 'evaluated', status: 'agent invalid action', correct: false, transcript },
  error: { kind: 'evaluated', status: 'error', correct: false, transcript },
  fault: { kind: 'errored', reason: 'HTTP 500' },
  none: undefined,
};

/** `failing>fail>pass`: was failing, failed in the baseline probe, passes under the candidate. */
function measure(spec: string, index = 0): ProbeMeasure {
  const [before, baseline = 'fail', candidate = 'none'] = spec.split('>');
  const result = episodes[candidate];
  return {
    sample: `s${index}`,
    passedBefore: before === 'passing',
    baseline: episodes[baseline]!,
    ...(result === undefined ? {} : { candidate: result }),
  };
}
const probe = (...specs: string[]): ProbeMeasure[] => specs.map(measure);

describe('the gate', () => {
  it('counts an edit against what the current library does by itself', () => {
    const measures = probe(
      'failing>pass>pass',
      'failing>fail>pass',
      'failing>fail>fail',
      'passing>fail>fail',
      'passing>pass>pass',
    );
    expect(scoreOf(measures, rule)).toEqual({
      fixes: 2,
      regressions: 1,
      invalidActionRegressions: 0,
      baselineFixes: 1,
      baselineRegressions: 1,
      adjusted: 1,
    });
    expect(standingOf(measures, rule)).toBe('admissible');
  });

  it('weighs a regression by an invalid action double', () => {
    const measures = probe('failing>fail>pass', 'failing>fail>pass', 'passing>fail>invalid');
    expect(scoreOf(measures, rule).adjusted).toBe(1);
    expect(scoreOf(measures, { ...rule, penalty: 1 }).adjusted).toBe(2);
    expect(scoreOf(measures, { ...rule, penalty: 4 }).adjusted).toBe(-1);
  });

  it('refuses more regressions than the baseline has, however many fixes there are', () => {
    const measures = probe(
      'failing>fail>pass',
      'failing>fail>pass',
      'failing>fail>pass',
      'passing>pass>fail',
    );
    expect(scoreOf(measures, rule).adjusted).toBe(2);
    expect(standingOf(measures, rule)).toBe('regresses');
  });

  it('refuses an edit that gains nothing', () => {
    expect(standingOf(probe('failing>fail>fail', 'passing>pass>pass'), rule)).toBe('no gain');
  });

  it('leaves a fault out of both arms', () => {
    const measures = probe('failing>pass>fault', 'failing>fail>pass', 'passing>fail>fault');
    expect(scoreOf(measures, rule)).toMatchObject({
      fixes: 1,
      baselineFixes: 0,
      regressions: 0,
      baselineRegressions: 0,
    });
  });

  it('is inconclusive when too few probes could be evaluated', () => {
    const measures = probe('failing>fail>pass', 'failing>fail>fault', 'passing>fault>pass');
    expect(standingOf(measures, rule)).toBe('inconclusive');
    expect(
      standingOf(probe('failing>fail>pass', 'failing>fail>pass', 'passing>pass>fault'), rule),
    ).toBe('admissible');
  });

  it('counts an error as published: against a passing sample, unless the baseline had it too', () => {
    const measures = probe('passing>pass>error', 'passing>error>error', 'failing>fail>error');
    expect(scoreOf(measures, published)).toMatchObject({
      fixes: 0,
      regressions: 1,
      invalidActionRegressions: 0,
      baselineRegressions: 1,
    });
  });

  it('says what became of each probe', () => {
    const kinds = [
      'failing>fail>pass',
      'passing>pass>fail',
      'passing>pass>pass',
      'failing>fail>fail',
    ];
    expect(probe(...kinds, 'passing>pass>fault', 'passing>pass').map(outcomeOf)).toEqual([
      'fixed',
      'regressed',
      'still passing',
      'still failing',
      'errored',
      'not evaluated',
    ]);
  });
});

describe('stopping a probe early', () => {
  it('knows a veto as soon as it is certain', () => {
    expect(prospectOf(probe('passing>pass>fail', 'failing>fail'), rule).vetoed).toBe(true);
    expect(prospectOf(probe('passing>pass>fail', 'passing>fail'), rule).vetoed).toBe(false);
  });

  it('bounds the score by what is outstanding', () => {
    const measures = probe('failing>fail>fail', 'failing>fail', 'failing>pass', 'passing>fail');
    // One outstanding fix that counts, one the baseline has too, one baseline regression that may be cured.
    expect(prospectOf(measures, rule).upperBound).toBe(2);
  });

  it('never bounds below what the finished probe comes to', () => {
    const words = ['pass', 'fail', 'invalid', 'fault'];
    for (let code = 0; code < 4 ** 6; code++) {
      const pick = (i: number): string => words[Math.floor(code / 4 ** i) % 4]!;
      const whole = probe(
        `failing>${pick(0)}>${pick(1)}`,
        `failing>${pick(2)}>${pick(3)}`,
        `passing>${pick(4)}>${pick(5)}`,
      );
      const partial = whole.map(({ candidate: _, ...rest }, i) => (i === 0 ? whole[0]! : rest));
      const prospect = prospectOf(partial, rule);
      const score = scoreOf(whole, rule);
      expect(score.adjusted).toBeLessThanOrEqual(prospect.upperBound);
      if (prospect.vetoed) expect(score.regressions).toBeGreaterThan(score.baselineRegressions);
    }
  });
});
