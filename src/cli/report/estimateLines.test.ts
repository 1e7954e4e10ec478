import { describe, expect, it } from 'vitest';
import type { Estimate } from '../estimate';
import { estimateLines } from './estimateLines';

const same = (value: number) => ({ min: value, likely: value, max: value });

function cost(usd: Estimate['usd'], isSimulated: boolean): string {
  const estimate = { rollouts: same(1), calls: same(1), tokens: same(1), usd };
  return estimateLines(estimate, isSimulated).at(-1)?.trim() ?? '';
}

describe('the cost in an estimate', () => {
  it('is what the preset’s prices say, also where a simulation plays the model', () => {
    expect(cost({ min: 1, likely: 2, max: 3 }, false)).toBe(
      'cost         about $2.00 (at least $1.00, at most $3.00)',
    );
    expect(cost(same(2), true)).toBe('cost         $2.00, played by a simulation');
  });

  it('is none or unknown without prices', () => {
    expect(cost(null, true)).toBe('cost         none: the backend is a simulation');
    expect(cost(null, false)).toBe('cost         unknown: the preset names no prices');
  });
});
