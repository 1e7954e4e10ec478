import type { Surroundings } from '../common/surroundings';

export function registerRuns(_surroundings: Surroundings): void {}
