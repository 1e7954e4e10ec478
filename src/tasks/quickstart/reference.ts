import { CURRENT_TIME, HOUR_MS, MAGNESIUM, type Observation } from './observation';

/** The answer for "there is none". */
export const MISSING = -1;

/** The observation with the greatest time, the first of equals; `undefined` when there is none. */
export function latest(observations: readonly Observation[]): Observation | undefined {
  let best: Observation | undefined;
  for (const each of observations) {
    if (best === undefined || Date.parse(each.time) > Date.parse(best.time)) best = each;
  }
  return best;
}

/**
 * What the question asks for: the latest magnesium value of the 24 hours before `now`
 * (a value taken exactly 24 hours ago counts), or {@link MISSING}.
 */
export function referenceAnswer(
  observations: readonly Observation[],
  now: string = CURRENT_TIME,
): number {
  const from = Date.parse(now) - 24 * HOUR_MS;
  const inWindow = observations.filter(
    (each) => each.code === MAGNESIUM && Date.parse(each.time) >= from,
  );
  return latest(inWindow)?.value ?? MISSING;
}
