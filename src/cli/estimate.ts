import type { CycleOptions } from '../engine/learn/options';

/** From the least to the most. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface EstimateInput {
  readonly options: CycleOptions;
  readonly samples: { readonly dev: number; readonly val: number };
  readonly callsPerRollout: { readonly least: number; readonly most: number };
  /** Whether equal calls are asked once. */
  readonly reuse: boolean;
  /** Mean size of what a sample asks, in characters. */
  readonly sampleChars: number;
  /** US dollars per million tokens. */
  readonly prices: { readonly input: number; readonly output: number } | undefined;
}

/** What a run may take, before it takes anything. Retries of faults come on top. */
export interface Estimate {
  readonly rollouts: Range;
  /** Model calls: with everything reused and no failure, up to nothing reused and every call needed. */
  readonly calls: Range;
  /** Rough: from the size of the samples and typical prompts. */
  readonly tokens: Range;
  readonly usd: Range | null;
}

/** Typical sizes in tokens. */
const CHARS_PER_TOKEN = 4;
const AGENT_PROMPT = 900;
const AGENT_REPLY = 120;
const WRITER_PROMPT = 2500;
const WRITER_PROMPT_PER_SAMPLE = 500;
const WRITER_REPLY = 900;

/** A reply that cannot be used is asked for once more. */
const WRITER_TRIES = 2;

export function estimateRun(input: EstimateInput): Estimate {
  const { options, samples, callsPerRollout } = input;
  const { epochs } = options;
  const updates = epochs * Math.ceil(samples.dev / options.updateEvery);
  const recoveries = Math.max(0, epochs - 1);
  const monitored = samples.val * (epochs + (options.runBaseline ? 1 : 0));
  const straight = epochs * samples.dev + monitored;
  const probe = Math.min(options.probeSize, samples.dev) * options.probeRepeats;
  const editsPerProposal = Math.max(
    options.maxProposals,
    options.rules.pairs === 'separate' ? 2 : 1,
  );
  const candidates = options.proposals * editsPerProposal + 1;
  const rollouts: Range = {
    min: straight,
    max: straight + updates * probe * (1 + candidates) + recoveries * probe * 2,
  };
  const writerCalls = WRITER_TRIES * (updates * (2 + options.proposals + 1) + recoveries);
  const leastRollouts = input.reuse ? samples.dev + samples.val : straight;
  const agentCalls: Range = {
    min: leastRollouts * callsPerRollout.least,
    max: rollouts.max * callsPerRollout.most,
  };
  const perAgentCall = {
    input: AGENT_PROMPT + input.sampleChars / CHARS_PER_TOKEN,
    output: AGENT_REPLY,
  };
  const perWriterCall = {
    input: WRITER_PROMPT + WRITER_PROMPT_PER_SAMPLE * options.updateEvery,
    output: WRITER_REPLY,
  };
  const sum = (agent: number, writer: number, kind: 'input' | 'output') =>
    agent * perAgentCall[kind] + writer * perWriterCall[kind];
  const both = (kind: 'input' | 'output'): Range => ({
    min: sum(agentCalls.min, 0, kind),
    max: sum(agentCalls.max, writerCalls, kind),
  });
  const [inTokens, outTokens] = [both('input'), both('output')];
  return {
    rollouts,
    calls: { min: agentCalls.min, max: agentCalls.max + writerCalls },
    tokens: {
      min: Math.round(inTokens.min + outTokens.min),
      max: Math.round(inTokens.max + outTokens.max),
    },
    usd: input.prices ? cost(inTokens, outTokens, input.prices) : null,
  };
}

function cost(
  input: Range,
  output: Range,
  prices: { readonly input: number; readonly output: number },
): Range {
  const dollars = (end: 'min' | 'max') =>
    (input[end] * prices.input + output[end] * prices.output) / 1_000_000;
  return { min: dollars('min'), max: dollars('max') };
}
