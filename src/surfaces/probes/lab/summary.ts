import { outcomeOf } from '../../../engine/learn/gate';
import type { OutcomeKind, Sample } from '../../../engine/types';
import type { Arm, MeasuredProbe, Measurement } from './measurement';

export function toProbe(sample: Sample, before: Arm, after: Arm): MeasuredProbe {
  const { id, description } = sample;
  return { sample: id, description, before, after, outcome: outcomeWord(id, before, after) };
}

/** The gate's own word for it. A fault of either arm makes the sample say nothing. */
function outcomeWord(sample: string, before: Arm, after: Arm): OutcomeKind {
  const isFault = [before, after].some((arm) => arm.passed === null && arm.reason !== undefined);
  if (isFault) return 'errored';
  if (before.passed === null || after.passed === null) return 'not evaluated';
  return outcomeOf({
    sample,
    passedBefore: before.passed,
    baseline: episodeOf(before.passed),
    candidate: episodeOf(after.passed),
  });
}

function episodeOf(correct: boolean) {
  const transcript = { at: 0, bytes: 0 };
  return { kind: 'evaluated', status: 'completed', correct, transcript } as const;
}

/** The counts of a measurement. */
export function summary(
  probes: readonly MeasuredProbe[],
): Pick<Measurement, 'probes' | 'fixed' | 'regressed' | 'passed' | 'evaluated' | 'errored'> {
  const count = (is: (probe: MeasuredProbe) => boolean): number => probes.filter(is).length;
  return {
    probes,
    fixed: count(({ outcome }) => outcome === 'fixed'),
    regressed: count(({ outcome }) => outcome === 'regressed'),
    passed: count(({ after }) => after.passed === true),
    evaluated: count(({ after }) => after.passed !== null),
    errored: count(({ outcome }) => outcome === 'errored'),
  };
}
