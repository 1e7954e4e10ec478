import { describe, expect, it } from 'vitest';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { OutcomeKind } from '../../../engine/types';
import { noUsage } from '../../../engine/usage';
import { plainWords } from '../../common/plainWords';
import type { MeasuredProbe, Measurement } from '../../probes/lab/measurement';
import { gateRerun } from './gateRerun';
import { edit, judgedOn, libraryOf } from './testLibrary';

const unknown = { passed: null, reused: false };
const noProbe: MeasuredProbe = {
  sample: '',
  description: '',
  before: unknown,
  after: unknown,
  outcome: 'not evaluated',
};

/** `+`: passes, `-`: fails, `!`: a fault; with the library alone and with the edit. */
function rerun(probes: readonly string[], drawn: Partial<CandidateJudged> = {}, limited = false) {
  const judged = judgedOn(libraryOf({}), [edit('ADD', 'a', 'x')], drawn);
  const passed = (mark: string | undefined) => (mark === '!' ? null : mark === '+');
  const measured = probes.map(([before, after], i): MeasuredProbe => {
    const [was, is] = [passed(before), passed(after)];
    const outcome: OutcomeKind =
      was === null || is === null
        ? 'errored'
        : is
          ? was
            ? 'still passing'
            : 'fixed'
          : was
            ? 'regressed'
            : 'still failing';
    // What was not run for want of calls.
    if (before === '?') return { ...noProbe, sample: `s${i}` };
    const arm = (it: boolean | null) => ({ passed: it, reused: false, status: 'completed' });
    return { sample: `s${i}`, description: '', before: arm(was), after: arm(is), outcome };
  });
  const measurement: Measurement = {
    probes: measured,
    fixed: 0,
    regressed: 0,
    passed: 0,
    evaluated: 0,
    errored: 0,
    usage: noUsage,
    limited,
  };
  const facts = { of: 'x', against: 'y', sources: new Map(), isOwn: false, at: '' };
  return gateRerun(judged, measurement, facts, plainWords);
}

describe('the gate’s word on probes that were run again', () => {
  it('is its rule: more fixed than broken, and nothing broken that the library keeps', () => {
    expect(rerun(['-+', '-+', '++', '--'])).toMatchObject({
      verdict: 'accepted',
      reason: 'It fixed 2 failing probes and broke none.',
      score: { adjusted: 2 },
    });
    expect(rerun(['-+', '-+', '+-', '++']).verdict).toBe('rejected');
    expect(rerun(['--', '++']).verdict).toBe('rejected');
    expect(rerun([]).verdict).toBe('inconclusive');
  });

  it('says nothing when faults left too little to go by', () => {
    expect(rerun(['-+', '!+', '-!', '!!']).verdict).toBe('inconclusive');
  });

  it('says nothing at the limit of calls, whatever was fixed so far, and which setting that is', () => {
    const some = rerun(['-+', '-+', '++', '??'], {}, true);
    expect(some.verdict).toBe('inconclusive');
    expect(some.reason).toContain('1 of 4 probes were not run');
    expect(some.reason).toContain('grasp.probes.callLimit');
    const none = rerun([], {}, true);
    expect(none.verdict).toBe('inconclusive');
    expect(none.reason).toMatch(/^No probes could be drawn.*grasp\.probes\.callLimit/);
  });

  it('counts what the library breaks by itself, as the set was drawn', () => {
    const outcomes = [{ sample: 's0', outcome: 'fixed', passedBefore: true }] as const;
    expect(rerun(['-+'], { outcomes }).score).toMatchObject({
      fixes: 0,
      regressions: 0,
      baselineRegressions: 1,
      adjusted: 1,
    });
  });
});
