import type { Surroundings } from '../common/surroundings';

export function registerStatus(_surroundings: Surroundings): void {}
