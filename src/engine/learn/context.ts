import type { Clock, Model, RunStore, Task } from '../ports';
import type { Library } from '../skill/library';
import type { SkillWriter } from '../writer/types';
import type { CycleOptions } from './options';

/** Everything a method gets handed for one run. */
export interface RunContext {
  /** Name of the run. */
  readonly run: string;
  readonly task: Task;
  readonly agent: Model;
  readonly writer: SkillWriter;
  /** Who writes, for people. */
  readonly writerLabel: string;
  readonly judge?: Model;
  /** The library the run starts from. */
  readonly library: Library;
  readonly options: CycleOptions;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
