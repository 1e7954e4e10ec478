import type { Library } from '../../../engine/skill/library';
import type { OutcomeKind, RolloutStatus, Transcript, Usage } from '../../../engine/types';

export interface MeasureRequest {
  readonly saved: Library;
  readonly edited: Library;
  /** Ids of the samples to probe, those that are of most interest first; a balanced draw when absent. */
  readonly samples?: readonly string[];
  /** Size of the balanced draw. */
  readonly size?: number;
  /** Model calls this measurement may make; reaching it ends it, with what is known. */
  readonly callLimit: number;
  /** Which repeat of each rollout: a fresh number asks the model again. Default 0. */
  readonly repeat?: number;
  /** Model calls as they are sent, whether or not anybody waits for the answer. */
  onSent?(calls: number): void;
  /** The probes are chosen, and begin; in the order in which they run. */
  onChosen?(samples: readonly string[]): void;
  onOutcome?(outcome: MeasuredProbe): void;
  /** While samples are tried with the saved library, to draw from what passes and fails. */
  onDraw?(tried: number, of: number): void;
}

/** A sample with the saved library and with the edited one. */
export interface MeasuredProbe {
  readonly sample: string;
  readonly description: string;
  readonly before: Arm;
  readonly after: Arm;
  /** `errored` is a fault of model or environment, never the skill's failure. */
  readonly outcome: OutcomeKind;
}

export interface Arm {
  /** `null`: it ended in a fault, or did not run. */
  readonly passed: boolean | null;
  readonly status?: RolloutStatus;
  /** Was it answered without asking the model: nothing that this sample sees had changed, or it was asked before? */
  readonly reused: boolean;
  readonly reason?: string;
  readonly transcript?: Transcript;
}

export interface Measurement {
  readonly probes: readonly MeasuredProbe[];
  readonly fixed: number;
  readonly regressed: number;
  /** Probes that pass with the edited library, of those evaluated. */
  readonly passed: number;
  readonly evaluated: number;
  readonly errored: number;
  readonly usage: Usage;
  /** Did it end at its limit of calls? */
  readonly limited: boolean;
  /** A fault that no further call could escape (a refused key, no server) and that ended it. */
  readonly halted?: string;
}
