/** The author's word against the gate's: what a decision does to a library. Pure. */
import { UserError } from '../../util/errors';
import { EditConflict, type Library } from '../skill/library';
import type { Skill } from '../skill/types';
import type { Edit, Override, Provenance, Verdict } from '../types';
import { authorsEdits, sameEdits } from './authorsVersion';
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
  /** As they were applied: proposed, or in the author's version. */
  readonly edits: readonly Edit[];
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
  edits = judged.edits,
): LibraryState {
  const { library } = state;
  const before = Object.fromEntries(
    judged.edits.map(({ name }) => [name, library.find(name) ?? null]),
  );
  return keep(state, judged, { before, edits }, library.apply(edits, provenance));
}

function keep(
  state: LibraryState,
  judged: JudgedEdit,
  edit: Pick<EditInForce, 'before' | 'edits'>,
  library: Library,
): LibraryState {
  const inForce = new Map(state.inForce);
  inForce.set(judged.id, { ...edit, versions: versionsOf(judged.edits, library) });
  return { library, inForce };
}

/** Why the edit cannot simply be taken up or taken back, or `undefined`. */
export function changedSince(
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
 * Carries a decision out. `accept` puts the edit into the library, in the author's version if there is one;
 * `reject` takes it out; `undo` goes back to what the gate said. What cannot be done without touching somebody's
 * later work is `stale` and changes nothing.
 */
export function resolveDecision(
  state: LibraryState,
  judged: JudgedEdit | undefined,
  decision: Decision,
  capacity: number,
): Resolved {
  if (!judged) {
    const detail = 'This run has judged no such edit.';
    return { state, taken: { decision, effect: 'stale', detail } };
  }
  const override = overrideOf(judged, decision);
  const answer = (effect: DecisionTaken['effect'], detail: string, next = state): Resolved => ({
    state: next,
    taken: {
      decision,
      effect,
      detail,
      ...(effect !== 'stale' && override ? { override } : {}),
    },
  });
  try {
    return carryOut(state, judged, decision, { answer, override, capacity });
  } catch (error) {
    if (error instanceof EditConflict || error instanceof UserError) {
      return answer('stale', error.message);
    }
    throw error;
  }
}

/** @throws EditConflict, UserError when it cannot be done. */
function carryOut(
  state: LibraryState,
  judged: JudgedEdit,
  decision: Decision,
  facts: {
    readonly answer: (
      effect: DecisionTaken['effect'],
      detail: string,
      next?: LibraryState,
    ) => Resolved;
    readonly override: Override | undefined;
    readonly capacity: number;
  },
): Resolved {
  const { answer, override, capacity } = facts;
  const inForce = state.inForce.get(judged.id);
  const isWanted =
    decision.decision === 'undo' ? judged.verdict === 'accepted' : decision.decision === 'accept';
  if (!isWanted && !inForce) return answer('noted', 'It is not in the library.');
  const edits = wantedEdits(state, judged, decision);
  if (isWanted && inForce && sameEdits(inForce.edits, edits)) {
    return answer('noted', 'It is in the library already.');
  }
  const conflict = changedSince(state.library, inForce?.versions ?? judged.baseVersions);
  if (conflict) return answer('stale', conflict);
  if (inForce && !isWanted) {
    const next = takeBack(state, judged.id, inForce);
    return answer('reverted', 'It was taken out of the library.', next);
  }
  if (edits.length === 0) {
    return answer('stale', 'The author’s version changes nothing: reject the edit instead.');
  }
  const provenance = provenanceOf(judged, decision, override);
  const next = inForce
    ? replace(state, judged, inForce, { edits, provenance })
    : putInForce(state, judged, provenance, edits);
  const size = next.library.learned.length;
  if (size > capacity && size > state.library.learned.length) {
    return answer('stale', `The library is full: ${capacity} skills.`);
  }
  return inForce
    ? answer('applied', 'It took the place of the version that was in the library.', next)
    : answer('applied', 'It was put into the library.', next);
}

/** @throws UserError when the author's version is no skill. */
function wantedEdits(
  { library, inForce }: LibraryState,
  judged: JudgedEdit,
  { decision, files }: Decision,
): readonly Edit[] {
  if (decision !== 'accept' || files === undefined) return judged.edits;
  const before = inForce.get(judged.id)?.before;
  return authorsEdits(judged.edits, files, (name) =>
    before === undefined ? library.find(name) : (before[name] ?? undefined),
  );
}

/**
 * Another version of an edit that is in the library. Skills get a new version number: the old one names the text
 * that later edits were made against.
 */
function replace(
  state: LibraryState,
  judged: JudgedEdit,
  { before }: EditInForce,
  { edits, provenance }: { readonly edits: readonly Edit[]; readonly provenance: Provenance },
): LibraryState {
  let { library } = state;
  for (const { name } of judged.edits) {
    const edit = edits.find((it) => it.name === name);
    const old = before[name] ?? null;
    if (edit === undefined) {
      library = old ? library.put(old) : library.drop(name);
    } else if (edit.action !== 'REMOVE') {
      if (!library.find(name) && old) library = library.put(old);
      const action = library.find(name) ? 'MODIFY' : 'ADD';
      library = library.apply([{ ...edit, action }], provenance);
    } else if (library.find(name)) {
      library = library.apply([edit], provenance);
    }
  }
  return keep(state, judged, { before, edits }, library);
}

function provenanceOf(
  judged: JudgedEdit,
  { decision, files, evidence }: Decision,
  override: Override | undefined,
): Provenance {
  // An undo goes back to the gate's own words.
  if (decision !== 'accept') return judged.provenance;
  return {
    ...judged.provenance,
    ...(files === undefined ? {} : { edited_by: 'author' }),
    ...(override ? { override } : {}),
    ...(evidence === undefined || override ? {} : { evidence }),
  };
}

/** Does the author say something else than the gate says of the very same text? */
function overrideOf(judged: JudgedEdit, decision: Decision): Override | undefined {
  const { files, reason = '', at, evidence } = decision;
  if (decision.decision === 'undo') return undefined;
  const isAccept = decision.decision === 'accept';
  const isOwn = isAccept && files !== undefined;
  const verdict = isOwn ? (decision.verdict ?? 'inconclusive') : judged.verdict;
  if (isAccept === (verdict === 'accepted')) return undefined;
  return { by: 'author', verdict, reason, at, ...(evidence === undefined ? {} : { evidence }) };
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
