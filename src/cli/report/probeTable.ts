import type { OutcomeKind, ProbeOutcome, RepeatCount } from '../../engine/types';
import { printable } from './printable';
import { table } from './table';

const ORDER: readonly OutcomeKind[] = [
  'regressed',
  'fixed',
  'errored',
  'still failing',
  'still passing',
  'not evaluated',
];

/** The evidence on a candidate: one row per probe, what it changed first. */
export function probeTable(outcomes: readonly ProbeOutcome[]): string[] {
  const rows = [...outcomes]
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))
    .map((probe) => [
      printable(probe.sample),
      probe.passedBefore ? 'passed' : 'failed',
      alone(probe) + times(probe.repeats?.baseline),
      after(probe) + times(probe.repeats?.candidate),
      probe.outcome,
    ]);
  return table(
    [
      { title: 'probe' },
      { title: 'before' },
      { title: 'library alone' },
      { title: 'after' },
      { title: 'outcome' },
    ],
    rows,
  );
}

/** ` 3/4`: passed in three of four rollouts. Nothing where there was one. */
function times(repeats: RepeatCount | undefined): string {
  return repeats && repeats.rollouts > 1 ? ` ${repeats.passes}/${repeats.rollouts}` : '';
}

/** In the baseline probe: with the current library, without the edit. */
function alone({ baselineCorrect }: ProbeOutcome): string {
  if (baselineCorrect === undefined) return '–';
  if (baselineCorrect === null) return 'errored';
  return baselineCorrect ? 'passed' : 'failed';
}

function after({ outcome, status }: ProbeOutcome): string {
  switch (outcome) {
    case 'fixed':
    case 'still passing':
      return 'passed';
    case 'regressed':
    case 'still failing':
      return status === undefined || status === 'completed' ? 'failed' : `failed (${status})`;
    case 'errored':
      return 'errored';
    case 'not evaluated':
      return '–';
  }
}
