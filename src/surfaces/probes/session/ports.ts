import type { Clock } from '../../../engine/ports';
import type { Library } from '../../../engine/skill/library';
import type { Sample } from '../../../engine/types';
import type { Project } from '../lab/lab';
import type { MeasuredProbe } from '../lab/measurement';
import type { ProbeCalls } from '../live/probeCalls';

/** What a round stands on: all that is known before the first call. */
export interface Ground {
  readonly project: Project;
  /** The library as saved. */
  readonly saved: Library;
  /** Tells this saved library from every other. */
  readonly mark: string;
  /** Name of the saved skill. */
  readonly skill: string;
  /** Its path inside the library. */
  readonly file: string;
}

/** What a session is given; the editor is behind it. */
export interface SessionPorts {
  readonly clock: Clock;
  readonly calls: ProbeCalls;
  pauseMs(): number;
  /** Size of a balanced draw. */
  size(): number;
  /** The skill's text as it is now, saved or not. */
  text(): string;
  /** `isAsked`: a person is waiting, and may be asked something. @throws UserError */
  ground(isAsked: boolean): Promise<Ground>;
  /** The samples a person pinned; none when they did not. */
  pinned(skill: string): readonly string[];
  /** The samples of the last update that edited the skill. */
  lastProbes(skill: string): Promise<readonly string[] | undefined>;
  /** The project cannot go on as it is: open it anew next time. */
  forget(project: Project): void;
  /** A round that nobody waits for has failed. */
  failed(error: unknown): void;
  /** An error in words for the person at the skill. */
  readonly describe: (error: unknown) => string;
}

/** What a person asked for. */
export interface Asked {
  /** Only these samples; the whole probe set when absent. */
  readonly only?: readonly string[];
}

/** A round as those who follow it see it. */
export interface Round {
  /** Absent when typing started it. */
  readonly asked?: Asked;
  /** In the order in which they run. */
  readonly samples: readonly Sample[];
  readonly project: Project;
}

export interface SessionListener {
  /** Something to show has changed. */
  changed?(): void;
  began?(round: Round): void;
  outcome?(round: Round, probe: MeasuredProbe): void;
  /** `error`: what kept it from its end. */
  ended?(round: Round, error?: unknown): void;
  /** The results are of an older version now. */
  outdated?(): void;
}
