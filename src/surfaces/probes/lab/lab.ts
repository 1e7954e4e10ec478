/**
 * What the editor asks of the engine, as types: whoever uses the laboratory imports this file and nothing
 * behind it (see LabLoader).
 */
import type { Estimate } from '../../../cli/estimate';
import type { InjectionPreview } from './injectionPreview';
import type { MeasureRequest, Measurement } from './measurement';
import type { Library } from '../../../engine/skill/library';
import type { Layout, SkillProblem } from '../../../engine/skill/types';
import type { Sample, Split } from '../../../engine/types';
import type { Place } from '../../../util/errors';
import type { CheckReport, CheckRequest } from '../../setup/checks/configProblem';

export type Env = Readonly<Record<string, string | undefined>>;

export interface OpenRequest {
  /** Absolute path of a run configuration: an author's, or `config.yaml` of a run. */
  readonly config: string;
  /** Folder that the relative paths in it are relative to; absolute. */
  readonly baseDir: string;
  /** Backend preset of the agent in place of the configuration's: a name, or an absolute path. */
  readonly agent?: string;
  /** Overrides of the configuration, as in `updater.preset=local`. */
  readonly set?: readonly string[];
  readonly env: Env;
}

export interface Lab {
  /** Reads a run configuration and what it names. Makes no model call. @throws UserError */
  open(request: OpenRequest): Promise<Project>;
  /** What is wrong with a run configuration and what it names, or with a preset. Makes no model call. */
  check(request: CheckRequest): Promise<CheckReport>;
}

/** A task, a library and a model, as one run configuration names them. */
export interface Project {
  readonly config: string;
  readonly task: string;
  /** Label of the agent's model; never holds a key. */
  readonly agent: string;
  readonly isSimulated: boolean;
  /** Does an equal request get an equal reply (temperature 0), so that a second rollout tells nothing new? */
  readonly isRepeatable: boolean;
  /** The author's library, absolute; `undefined` when the configuration names none. */
  readonly libraryDir: string | undefined;
  readonly layout: Layout;
  /** Folder of the run directories, absolute. */
  readonly outputDir: string;
  /** What a learning run may take. */
  readonly estimate: Estimate;
  /** The estimate in words, one line each. */
  readonly estimateLines: readonly string[];
  /** All files that outcomes rest on, its library aside; absolute. A change of one calls for opening it anew. */
  readonly files: readonly string[];
  samples(split: Split): Promise<readonly Sample[]>;
  /** Where the sample is written, if it lies in a file. */
  placeOf(sample: Sample): Place | undefined;
  /** The library as it is on disk now. */
  library(): Promise<{ readonly library: Library; readonly problems: readonly SkillProblem[] }>;
  /** Which skills this sample would see with this library, and why. Makes no model call. */
  preview(library: Library, sample: Sample): Promise<InjectionPreview>;
  /**
   * Runs probes of an edited library against a saved one. Reports each outcome as soon as it is known;
   * rejects with the signal's reason when aborted.
   */
  measure(request: MeasureRequest, signal: AbortSignal): Promise<Measurement>;
  /** Model calls made by this project so far. */
  readonly callsMade: number;
  dispose(): Promise<void>;
}
