import { UserError } from '../../../util/errors';
import type { MeasuredProbe } from '../lab/measurement';

/** What a skill's probes are doing. */
export type Activity =
  | { readonly kind: 'idle' }
  /** Live waits for the typing to pause. */
  | { readonly kind: 'pause' }
  /** The configuration is being read. */
  | { readonly kind: 'opening' }
  /** Samples are tried with the saved version, to draw probes from what passes and fails. */
  | { readonly kind: 'drawing'; readonly done: number; readonly of: number }
  | { readonly kind: 'probing'; readonly done: number; readonly of: number };

/** Why there are no newer results. */
export interface Trouble {
  /**
   * `text`: it is no valid skill as it stands. `limit`: the window's calls are used up. `halted`: the model
   * cannot be had at all. `setup`: what a round needs is missing or wrong. `bug`: unexpected.
   */
  readonly kind: 'text' | 'limit' | 'halted' | 'setup' | 'bug';
  readonly message: string;
}

/** What an outcome was measured on. */
export interface Version {
  /** The skill's text as edited. */
  readonly text: string;
  /** Tells the library as saved from every other. */
  readonly saved: string;
}

export interface KnownProbe {
  readonly probe: MeasuredProbe;
  readonly version: Version;
}

/** How the probes were chosen. */
export type Choice = 'pinned' | 'update' | 'drawn';

export interface SessionState {
  readonly activity: Activity;
  readonly trouble?: Trouble;
  readonly isLive: boolean;
  /** The probe set in its order; empty until it is known. */
  readonly samples: readonly string[];
  readonly choice?: Choice;
  /** Last known outcomes by sample. */
  readonly results: ReadonlyMap<string, KnownProbe>;
  /** Model calls of the last round. */
  readonly calls: number;
  /** Who answers, for people; absent until the configuration was read. */
  readonly agent?: string;
  readonly isSimulated: boolean;
}

export const emptyState: SessionState = {
  activity: { kind: 'idle' },
  isLive: false,
  samples: [],
  results: new Map(),
  calls: 0,
  isSimulated: false,
};

export interface Tally {
  /** Probes that pass with the edited version, of those evaluated. */
  readonly passed: number;
  readonly evaluated: number;
  /** Size of the probe set. */
  readonly total: number;
  readonly fixed: number;
  readonly regressed: number;
  readonly errored: number;
  /** Was any of it measured on another version than this one? */
  readonly isOutdated: boolean;
}

/** The score as far as it is known; `undefined` before the first outcome. */
export function tallyOf(state: SessionState, now: Version): Tally | undefined {
  const known = state.samples.flatMap((sample) => state.results.get(sample) ?? []);
  if (known.length === 0) return undefined;
  const count = (is: (probe: MeasuredProbe) => boolean): number =>
    known.filter(({ probe }) => is(probe)).length;
  return {
    passed: count(({ after }) => after.passed === true),
    evaluated: count(({ after }) => after.passed !== null),
    total: state.samples.length,
    fixed: count(({ outcome }) => outcome === 'fixed'),
    regressed: count(({ outcome }) => outcome === 'regressed'),
    errored: count(({ outcome }) => outcome === 'errored'),
    isOutdated: known.some(({ version }) => !isSame(version, now)),
  };
}

export function isSame(a: Version, b: Version): boolean {
  return a.saved === b.saved && a.text === b.text;
}

/** A text that is no skill is the author's to mend in peace; everything else says what to do. */
export class NotASkill extends UserError {}

export function troubleOf(error: unknown, describe: (error: unknown) => string): Trouble {
  const message = describe(error);
  if (error instanceof NotASkill) return { kind: 'text', message };
  return { kind: error instanceof UserError ? 'setup' : 'bug', message };
}

export function isBusy({ activity }: SessionState): boolean {
  return activity.kind !== 'idle' && activity.kind !== 'pause';
}
