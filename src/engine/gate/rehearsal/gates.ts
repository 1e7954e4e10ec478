/** The two gates on one simulated update, both by the engine's own functions. */
import { calibrate, isDeterministic } from '../calibration';
import { nextRound, record, startConfirmation } from '../confirmation';
import type { Decision } from '../decision';
import type { PairRequest } from '../planRound';
import type { PairResult } from '../results';
import { resultOf } from '../rolloutResult';
import { leadingStage, publishedStages } from '../stages';
import {
  prospectOf,
  scoreOf,
  standingOf,
  type GateRule,
  type ProbeMeasure,
} from '../../learn/gate';
import { Race } from '../../learn/race';
import type { PythonRandom } from '../../random';
import { drawRepeats, type World } from './world';

const rule: GateRule = { penalty: 2, faults: 'excluded', minCoverage: 0.6 };
/** Repeats a run has pooled before the update. */
const REPEATS = 400;

export interface Ruling {
  /** The accepted candidate. */
  readonly winner: number | null;
  readonly rollouts: number;
}

/** Every candidate on every probe, one rollout each, and the published choice among them. */
export function rulePublished(world: World): Ruling {
  const { candidates, probes } = world.cell;
  let winner: number | null = null;
  let most = 0;
  const before = measuresOf(world);
  for (let k = 0; k < candidates; k++) {
    const measures = before.map((one) => run(world, k, one));
    const { adjusted } = scoreOf(measures, rule);
    if (adjusted <= most || standingOf(measures, rule) !== 'admissible') continue;
    winner = k;
    most = adjusted;
  }
  return { winner, rollouts: probes * (candidates + 1) };
}

export interface ConfirmedRuling extends Ruling {
  readonly decision: Decision;
  /** Batches run one after the other, the first pass aside. */
  readonly rounds: number;
}

export function ruleConfirmed(world: World, rng: PythonRandom): ConfirmedRuling {
  const calibration = calibrate(drawRepeats(world.cell.noise, REPEATS, rng));
  const measures = measuresOf(world);
  const race = new Race();
  const ks = Array.from({ length: world.cell.candidates }, (_, k) => k);
  ks.forEach((k) => race.enter(String(k), k));
  race.fixPlaces();
  const leading = new Set(leadingStage(measures));
  const firstPass = isDeterministic(calibration)
    ? ks.map((k) => raceOne(world, k, { measures, race }))
    : ks.map((k) => {
        return measures.map((one) => (leading.has(one) ? run(world, k, one) : one));
      });
  const first = firstPass.flat().filter(({ candidate }) => candidate !== undefined).length;
  let rollouts = world.cell.probes + first;
  let rounds = 0;
  let state = startConfirmation({
    candidates: firstPass.map((own, k) => ({ id: String(k), measures: own })),
    rule,
    calibration,
  });
  for (let step = nextRound(state); ; step = nextRound(state)) {
    if (step.kind === 'decided') {
      const winner = step.winner === null ? null : Number(step.winner);
      return { winner, rollouts, rounds, decision: step };
    }
    rounds += 1;
    rollouts += step.requests.reduce((sum, { arms }) => sum + (arms === 'both' ? 2 : 1), 0);
    state = record(
      state,
      step.requests.map((request) => answer(world, request)),
    );
  }
}

/** A repeatable agent's candidate: stage by stage, up to where it can no longer win. */
function raceOne(
  world: World,
  k: number,
  { measures, race }: { readonly measures: readonly ProbeMeasure[]; readonly race: Race },
): readonly ProbeMeasure[] {
  const known = [...measures];
  const isLost = (): boolean => race.isLost(String(k), prospectOf(known, rule));
  for (const one of publishedStages(measures).flat()) {
    if (isLost()) return known;
    known[measures.indexOf(one)] = run(world, k, one);
  }
  if (standingOf(known, rule) === 'admissible') {
    race.finished(String(k), scoreOf(known, rule).adjusted);
  }
  return known;
}

function answer(world: World, { candidate, sample, arms }: PairRequest): PairResult {
  const outcome = resultOf(world.rollout(Number(candidate), Number(sample)));
  if (arms === 'candidate') return { candidate, sample, outcome };
  return { candidate, sample, outcome, baseline: resultOf(world.rollout(null, Number(sample))) };
}

function measuresOf(world: World): ProbeMeasure[] {
  return Array.from({ length: world.cell.probes }, (_, i) => ({
    sample: String(i),
    passedBefore: world.passes(i),
    baseline: world.first(null, i),
  }));
}

function run(world: World, k: number, measure: ProbeMeasure): ProbeMeasure {
  return { ...measure, candidate: world.first(k, Number(measure.sample)) };
}
