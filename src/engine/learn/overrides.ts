/** The author's word against the gate's: what a decision does to a library. Pure. */
import { EditConflict, type Library } from '../skill/library';
import type { Skill } from '../skill/types';
import type { Edit, Override, Provenance, Verdict } from '../types';
import type { Decision, DecisionTaken } from './events';

/** A judged candidate as far as later decisions need it. */
export interface JudgedEdit {
  readonly id: string;
  readonly edits: readonly Edit[];
  readonly verdict: Verdict;
  readonly provenance: Provenance;
  /** Version each edited skill had when the edit was made; `null` when there was none. */
  readonly baseVersions: Readonly<Record<string, number | null>>;
}

/** An edit that is part of the library: the skills as they were before it, and the versions it made. */
export interface EditInForce {
  readonly before: Readonly<Record<string, Skill | null>>;
  readonly versions: Readonly<Record<string, number | null>>;
}

/** A library and which edits of the run are in it. */
export interface LibraryState {
  readonly library: Library;
  readonly inForce: ReadonlyMap<string, EditInForce>;
}

export function versionsOf(
  edits: readonly Edit[],
  library: Library,
): Record<string, number | null> {
  return Object.fromEntries(edits.map(({ name }) => [name, library.find(name)?.version ?? null]));
}

/** @throws EditConflict when the edit does not apply to this library. */
export function putInForce(
  state: LibraryState,
  judged: JudgedEdit,
  provenance: Provenance,
): LibraryState {
  const { library } = state;
  const before = Object.fromEntries(
    judged.edits.map(({ name }) => [name, library.find(name) ?? null]),
  );
  const next = library.apply(judged.edits, provenance);
  const inForce = new Map(state.inForce);
  inForce.set(judged.id, { before, versions: versionsOf(judged.edits, next) });
  return { library: next, inForce };
}

/** Why the edit cannot simply be taken up or taken back, or `undefined`. */
function changedSince(
  library: Library,
  versions: Readonly<Record<string, number | null>>,
): string | undefined {
  for (const [name, version] of Object.entries(versions)) {
    const now = library.find(name)?.version ?? null;
    if (now === version) continue;
    return `"${name}" has changed since: it ${now === null ? 'is gone' : `is at version ${now}`}, and the edit knows ${version === null ? 'none' : `version ${version}`}.`;
  }
  return undefined;
}

export interface Resolved {
  readonly state: LibraryState;
  readonly taken: DecisionTaken;
}

/**
 * Carries a decision out. `accept` puts the edit into the library, `reject` takes it out, `undo` goes back to
 * what the gate said. What cannot be done without touching somebody's later work is `stale` and changes nothing.
 */
export function resolveDecision(
  state: LibraryState,
  judged: JudgedEdit | undefined,
  decision: Decision,
  capacity: number,
): Resolved {
  const answer = (effect: DecisionTaken['effect'], detail: string, next = state): Resolved => ({
    state: next,
    taken: {
      decision,
      effect,
      detail,
      ...(judged && effect !== 'stale' && contradicts(judged, decision)
        ? { override: overrideOf(judged, decision) }
        : {}),
    },
  });
  if (!judged) return answer('stale', 'This run has judged no such edit.');
  const inForce = state.inForce.get(judged.id);
  const wanted =
    decision.decision === 'undo' ? judged.verdict === 'accepted' : decision.decision === 'accept';
  if (wanted === (inForce !== undefined)) {
    return answer('noted', wanted ? 'It is in the library already.' : 'It is not in the library.');
  }
  if (inForce) {
    const conflict = changedSince(state.library, inForce.versions);
    if (conflict) return answer('stale', conflict);
    return answer(
      'reverted',
      'It was taken out of the library.',
      takeBack(state, judged.id, inForce),
    );
  }
  const conflict = changedSince(state.library, judged.baseVersions);
  if (conflict) return answer('stale', conflict);
  const provenance =
    judged.verdict === 'accepted'
      ? judged.provenance
      : { ...judged.provenance, override: overrideOf(judged, decision) };
  try {
    const next = putInForce(state, judged, provenance);
    const size = next.library.learned.length;
    if (size > capacity && size > state.library.learned.length) {
      return answer('stale', `The library is full: ${capacity} skills.`);
    }
    return answer('applied', 'It was put into the library.', next);
  } catch (error) {
    if (error instanceof EditConflict) return answer('stale', error.message);
    throw error;
  }
}

/** Does the author say something else than the gate? */
function contradicts({ verdict }: JudgedEdit, { decision }: Decision): boolean {
  if (decision === 'undo') return false;
  return (decision === 'accept') !== (verdict === 'accepted');
}

function overrideOf(judged: JudgedEdit, decision: Decision): Override {
  return {
    by: 'author',
    verdict: judged.verdict,
    reason: decision.reason ?? '',
    at: decision.at,
  };
}

/** The library without an edit that is in force. */
export function takeBack(state: LibraryState, id: string, edit: EditInForce): LibraryState {
  const inForce = new Map(state.inForce);
  inForce.delete(id);
  let { library } = state;
  for (const [name, skill] of Object.entries(edit.before)) {
    library = skill ? library.put(skill) : library.drop(name);
  }
  return { library, inForce };
}
