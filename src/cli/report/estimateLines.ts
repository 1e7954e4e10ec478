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
  if (isSimulated) return 'none: the backend is a simulation';
  return usd ? range(usd, dollars) : 'unknown: the preset names no prices';
}

function range({ min, likely, max }: Range, print: (value: number) => string): string {
  if (min === max) return print(min);
  return `about ${print(likely)} (at least ${print(min)}, at most ${print(max)})`;
}
