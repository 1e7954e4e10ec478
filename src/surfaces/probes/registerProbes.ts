import type { Surroundings } from '../common/surroundings';

export function registerProbes(_surroundings: Surroundings): void {}
