import type { Surroundings } from '../common/surroundings';

export function registerDashboard(_surroundings: Surroundings): void {}
