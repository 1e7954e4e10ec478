import type { Surroundings } from '../common/surroundings';

export function registerSetup(_surroundings: Surroundings): void {}
