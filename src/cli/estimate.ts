import { defaultPolicy } from '../engine/gate/policy';
import type { CycleOptions } from '../engine/learn/options';

/** From the least to the most, with what is to be expected between them. */
export interface Range {
  readonly min: number;
  readonly likely: number;
  readonly max: number;
}

/** Tokens of one call, from the least to the most. */
export interface Size {
  readonly least: number;
  readonly likely: number;
  readonly most: number;
}

/** What the calls of a run take each, in tokens. */
export interface PromptSizes {
  readonly agent: { readonly prompt: Size; readonly reply: Size };
  readonly writer: { readonly prompt: Size; readonly reply: Size };
}

export interface EstimateInput {
  readonly options: CycleOptions;
  readonly samples: { readonly dev: number; readonly val: number };
  readonly callsPerRollout: {
    readonly least: number;
    readonly typical: number;
    readonly most: number;
  };
  /** Whether what leads is confirmed on fresh rollouts. */
  readonly confirms: boolean;
  /** Whether equal calls are asked once. */
  readonly reuse: boolean;
  readonly sizes: PromptSizes;
  /** US dollars per million tokens. */
  readonly prices: { readonly input: number; readonly output: number } | undefined;
}

/** What a run may take, before it takes anything. Retries of faults come on top. */
export interface Estimate {
  readonly rollouts: Range;
  /** Model calls: with everything reused and no failure, up to nothing reused and every call needed. */
  readonly calls: Range;
  /** Rough: from the size of samples and skills; the most is a bound, the rest is what to expect. */
  readonly tokens: Range;
  readonly usd: Range | null;
}

/**
 * Of the rollouts that the schedule allows, the share that learning runs of the quickstart really make: few
 * proposals are valid, new and worth a whole probe, and with reuse many rollouts are answered already.
 */
const LIKELY_SHARE = { reusing: 0.2, plain: 0.4, confirming: 0.7 };
const LIKELY_WRITER_SHARE = 0.3;

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
  // With few slots left a pair is asked for; as many edits as were asked for may be judged one by one.
  const editsPerProposal = Math.max(options.maxProposals, 2);
  const candidates = options.proposals * editsPerProposal + 1;
  const least = straight;
  const pass = updates * probe * (1 + candidates);
  const decided = straight + pass + recoveries * probe * 2;
  const share = input.confirms
    ? LIKELY_SHARE.confirming
    : input.reuse
      ? LIKELY_SHARE.reusing
      : LIKELY_SHARE.plain;
  const likely = Math.max(samples.dev + samples.val, Math.round(decided * share));
  const most =
    decided +
    updates * 2 * options.gate.canaries +
    (input.confirms ? confirming(updates, probe, candidates) : 0);
  const writerCalls = WRITER_TRIES * (updates * (2 + options.proposals + 1) + recoveries);
  const agent: Range = {
    min: (input.reuse ? samples.dev + samples.val : straight) * callsPerRollout.least,
    likely: likely * callsPerRollout.typical,
    max: most * callsPerRollout.most,
  };
  const writer: Range = {
    min: 0,
    likely: Math.round(writerCalls * LIKELY_WRITER_SHARE),
    max: writerCalls,
  };
  const { sizes } = input;
  const tokens = (kind: 'prompt' | 'reply'): Range =>
    combine(times(agent, sizes.agent[kind]), times(writer, sizes.writer[kind]), (a, w) => a + w);
  const [inTokens, outTokens] = [tokens('prompt'), tokens('reply')];
  const { prices } = input;
  return {
    rollouts: { min: least, likely: Math.max(least, likely), max: most },
    calls: combine(agent, writer, (a, w) => a + w),
    tokens: combine(inTokens, outTokens, (i, o) => Math.round(i + o)),
    usd: prices
      ? combine(inTokens, outTokens, (i, o) => (i * prices.input + o * prices.output) / 1_000_000)
      : null,
  };
}

/** Rollouts that confirmations may take at most. */
function confirming(updates: number, probe: number, candidates: number): number {
  const { maxCost, minBudget } = defaultPolicy;
  return updates * Math.max(minBudget, maxCost * probe * (1 + candidates));
}

function times(calls: Range, { least, likely, most }: Size): Range {
  return { min: calls.min * least, likely: calls.likely * likely, max: calls.max * most };
}

function combine(a: Range, b: Range, how: (a: number, b: number) => number): Range {
  return { min: how(a.min, b.min), likely: how(a.likely, b.likely), max: how(a.max, b.max) };
}
