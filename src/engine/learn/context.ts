import type { Clock, Model, RunStore, Task } from '../ports';
import type { Library } from '../skill/library';
import type { SkillWriter } from '../writer/types';
import type { CycleOptions } from './options';

/** What measuring an agent takes. */
export interface MeasureContext {
  readonly task: Task;
  readonly agent: Model;
  /** Answers for graders that ask a model. */
  readonly judge?: Model;
  readonly options: CycleOptions;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Everything a method gets handed for one run. */
export interface RunContext extends MeasureContext {
  /** Name of the run. */
  readonly run: string;
  readonly writer: SkillWriter;
  /** Who writes, for people. */
  readonly writerLabel: string;
  /** The library the run starts from. */
  readonly library: Library;
}
