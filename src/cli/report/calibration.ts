import type { Calibration, FlipRates, RepeatCounts } from '../../engine/gate/calibration';
import type { Estimate } from '../../engine/gate/interval';
import { meanPassAllOf } from '../../engine/gate/passK';
import type { Rehearsal } from '../../engine/gate/rehearsal/rehearse';
import type { RepeatedSample } from '../../engine/learn/measure';
import type { Usage } from '../../engine/types';
import type { Colours } from '../terminal';
import { counted, percent, whole } from './numbers';

/** What measuring the agent against itself came to. */
export interface CalibrationFacts {
  readonly repeated: readonly RepeatedSample[];
  readonly repeats: number;
  readonly calibration: Calibration;
  readonly rates: FlipRates;
  /** Does one rollout tell as much as many? */
  readonly isRepeatable: boolean;
  readonly rehearsal: Rehearsal;
  /** Probe set size and candidates per update that were rehearsed with. */
  readonly probes: number;
  readonly candidates: number;
  /** The gate that the configuration names. */
  readonly gate: 'confirmed' | 'published';
  readonly usage: Usage;
  readonly isSimulated: boolean;
}

export function calibrationLines(facts: CalibrationFacts, colours: Colours): string[] {
  const { repeated, calibration, rates, rehearsal, probes, candidates } = facts;
  const { idle, smallest } = rehearsal;
  const [passRate, allPass] = passRates(facts);
  const half = Math.floor(probes / 2);
  const say = facts.isRepeatable ? seen : rate;
  return [
    colours.bold(
      `The agent against itself: ${counted(repeated.length, 'sample')}, ${facts.repeats} rollouts each`,
    ),
    `  pass rate   ${percent(passRate)}${allPass === null ? '' : `; all ${facts.repeats} of a sample: ${percent(allPass)}`}`,
    `  flip rate   of samples that pass: ${say(calibration.passing, rates.passing)}`,
    `              of samples that fail: ${say(calibration.failing, rates.failing)}`,
    facts.isRepeatable
      ? '  One rollout tells as much as many: the gate decides on one per probe.'
      : '  Rates are cautious: what is not known yet counts as ten repeats with two that differ.',
    '',
    colours.bold(
      `What a gate does with that, at ${counted(probes, 'probe')} and ${counted(candidates, 'candidate')} (rehearsed on ${whole(rehearsal.updates)} updates)`,
    ),
    `  an edit that does nothing is accepted in ${tenths(idle.confirmed)} of updates; by the published rule in ${tenths(idle.published)}`,
    smallest === null
      ? `  this probe set is too small: even an edit that fixes all ${half} failing probes is found less than 80 % of the time. Raise cycle.grpo_eval_n.`
      : `  the smallest effect it shows 80 % of the time: ${smallest} of ${half} failing probes fixed`,
    ...(facts.gate === 'published'
      ? [colours.yellow('  This configuration says gate.kind: published.')]
      : []),
    '',
    `  ${counted(facts.usage.calls, 'model call')}, ${facts.usage.reused} more reused`,
    ...(facts.isSimulated ? ['This was played by a simulation, not by a language model.'] : []),
  ];
}

export function calibrationJson(facts: CalibrationFacts): object {
  const { repeated, calibration, rates, rehearsal, usage } = facts;
  const [passRate, allPass] = passRates(facts);
  const side = (counts: RepeatCounts, { rate, low, high }: Estimate): object => ({
    repeats: counts.repeats,
    flips: counts.flips,
    rate,
    low,
    high,
  });
  return {
    simulated: facts.isSimulated,
    samples: repeated.length,
    repeats: facts.repeats,
    pass_rate: passRate,
    pass_all: allPass,
    repeatable: facts.isRepeatable,
    flip_rate: {
      passing: side(calibration.passing, rates.passing),
      failing: side(calibration.failing, rates.failing),
    },
    probes: facts.probes,
    candidates: facts.candidates,
    no_op_accepted: rehearsal.idle,
    smallest_effect: rehearsal.smallest,
    rehearsed_updates: rehearsal.updates,
    calls: usage.calls,
    reused: usage.reused,
    tokens: usage.inputTokens + usage.outputTokens,
    usd: usage.usd,
  };
}

/** Share of rollouts that passed, and of samples that passed every time. */
function passRates({ repeated, repeats }: CalibrationFacts): [number, number | null] {
  const all = repeated.flatMap(({ passed }) => passed);
  const share = all.length === 0 ? 0 : all.filter(Boolean).length / all.length;
  const counts = repeated.map(({ passed }) => ({
    passes: passed.filter(Boolean).length,
    repeats: passed.length,
  }));
  return [share, meanPassAllOf(repeats, counts)];
}

function rate({ repeats, flips }: RepeatCounts, { rate, low, high }: Estimate): string {
  const interval = `95 %: ${tenths(low)} to ${tenths(high)}`;
  return `${tenths(rate)} (${interval}; ${seen({ repeats, flips })})`;
}

function seen({ repeats, flips }: RepeatCounts): string {
  if (repeats === 0) return 'none was seen twice';
  return `${flips.toFixed(1).replace('.0', '')} of ${counted(repeats, 'repeat')} differed`;
}

/** `3.2 %`. */
function tenths(share: number): string {
  return `${(100 * share).toFixed(1).replace(/\.0$/, '')} %`;
}
