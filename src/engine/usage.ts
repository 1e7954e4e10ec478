import type { Usage } from './types';

export const noUsage: Usage = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, reused: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    usd: a.usd + b.usd,
    reused: a.reused + b.reused,
  };
}
