import type { Surroundings } from '../common/surroundings';

export function registerLibrary(_surroundings: Surroundings): void {}
