import type { Assessment } from './assessment';
import type { FlipRates } from './calibration';
import type { Finding } from './finding';
import type { Trial } from './trial';

export interface CandidateDecision {
  readonly candidate: string;
  readonly finding: Finding;
  /** Absent where the published rule decided. */
  readonly trial?: Trial;
  readonly assessment?: Assessment;
}

export interface Decision {
  readonly kind: 'decided';
  readonly winner: string | null;
  readonly rates: FlipRates;
  /** In the order they were proposed. */
  readonly candidates: readonly CandidateDecision[];
  /** How many candidates have taken a place in the error budget, those before this confirmation included. */
  readonly confirmed: number;
}
