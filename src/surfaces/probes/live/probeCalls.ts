import type { Project } from '../lab/lab';
import type { Measurement, MeasureRequest } from '../lab/measurement';
import { Lane } from './lane';
import { SpendLimit } from './spendLimit';

/** What may be asked of the model: everything but how often, which is for the window to say. */
export type LimitedRequest = Omit<MeasureRequest, 'callLimit'>;

/**
 * The model calls that all probes of this window make, those of skills edited by hand and those of proposed edits:
 * one measurement after the other, within one limit.
 */
export class ProbeCalls {
  readonly lane = new Lane();
  readonly spend: SpendLimit;

  constructor(limit: () => number) {
    this.spend = new SpendLimit(limit);
  }

  /** Within what is left of the limit. A call counts when it is sent, however it ends. Only in a turn of the lane. */
  async measure(
    project: Pick<Project, 'measure'>,
    request: LimitedRequest,
    signal: AbortSignal,
  ): Promise<Measurement> {
    const onSent = (calls: number): void => {
      this.spend.charge(calls);
      request.onSent?.(calls);
    };
    return project.measure({ ...request, callLimit: this.spend.left, onSent }, signal);
  }
}
