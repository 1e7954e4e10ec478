import type { OutcomeKind, ProbeOutcome } from '../../engine/types';
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
      alone(probe),
      after(probe),
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
