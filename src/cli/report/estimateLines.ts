import type { Estimate, Range } from '../estimate';
import { dollars, short, whole } from './numbers';

/** The estimate for people. */
export function estimateLines(estimate: Estimate, isSimulated: boolean): string[] {
  const { rollouts, calls, tokens, usd } = estimate;
  return [
    'Estimate, before the first call:',
    `  rollouts     ${range(rollouts, whole)}`,
    `  model calls  ${range(calls, whole)}`,
    `  tokens       ${range(tokens, short)} (rough)`,
    `  cost         ${costText(usd, isSimulated)}`,
  ];
}

function costText(usd: Range | null, isSimulated: boolean): string {
  // A simulated endpoint may be given a price, to try what a budget does; it is counted, and so it is told.
  if (usd) return `${range(usd, dollars)}${isSimulated ? ', played by a simulation' : ''}`;
  return isSimulated ? 'none: the backend is a simulation' : 'unknown: the preset names no prices';
}

function range({ min, likely, max }: Range, print: (value: number) => string): string {
  if (min === max) return print(min);
  return `about ${print(likely)} (at least ${print(min)}, at most ${print(max)})`;
}
