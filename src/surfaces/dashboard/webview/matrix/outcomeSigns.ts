import { outcomeKinds } from '../../model/dashboardData';
import type { TextKey } from '../../texts';

/** How an outcome looks: a sign, so that colour is never alone, a class for the colour, and the word for it. */
export interface OutcomeSign {
  readonly sign: string;
  readonly style: string;
  readonly word: TextKey;
  /** What the probe came to with the edit. */
  readonly after: TextKey;
}

const signs: Readonly<Record<(typeof outcomeKinds)[number], OutcomeSign>> = {
  fixed: { sign: '+', style: 'fixed', word: 'fixed', after: 'passed' },
  regressed: { sign: '−', style: 'regressed', word: 'regressed', after: 'failed' },
  'still passing': { sign: '✓', style: 'passing', word: 'stillPassing', after: 'passed' },
  'still failing': { sign: '✗', style: 'failing', word: 'stillFailing', after: 'failed' },
  errored: { sign: '!', style: 'errored', word: 'errored', after: 'errored' },
  'not evaluated': { sign: '·', style: 'skipped', word: 'notEvaluated', after: 'notRun' },
};

/** In the order of {@link outcomeKinds}. */
export const outcomeSigns: readonly OutcomeSign[] = outcomeKinds.map((kind) => signs[kind]);

export function signOf(outcome: number): OutcomeSign {
  return outcomeSigns[outcome] ?? signs['not evaluated'];
}
