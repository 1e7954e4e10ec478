import type { Surroundings } from '../common/surroundings';

export function registerReview(_surroundings: Surroundings): void {}
