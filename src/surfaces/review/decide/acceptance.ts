import { sameValues } from '../../../engine/learn/authorsVersion';
import type { CandidateJudged } from '../../../engine/learn/events';
import type { Library } from '../../../engine/skill/library';
import { parseSkill, rewriteSkill } from '../../../engine/skill/skillFormat';
import { fileFor } from '../../../engine/skill/skillName';
import type { Skill } from '../../../engine/skill/types';
import type { Override, Verdict } from '../../../engine/types';
import { isOverride } from '../foldDecisions';
import { gateSaid } from '../gateSaid';
import type { ReviewEdit } from '../reviewEdit';
import { evidenceLine } from './evidenceLine';
import type { Hindrance } from './judgeFit';
import type { LibrarySnapshot } from './librarySnapshot';
import { mergeSkill, same } from './mergeSkill';
import { acceptedParts, namesOf, own, partsOf, type Part } from './parts';
import { markOf, planOf, type ReadyPlan } from './plan';
import { planAccept } from './planAccept';
import { planTakeOut, type KnownText } from './planTakeOut';
import { provenanceOf } from './provenance';
import type { Rerun } from './rerun';

/** Texts as the author wants them, by skill name. */
export type AuthorsTexts = Readonly<Record<string, string | null>>;

/** An accept, thought through before anything is written. */
export interface Acceptance {
  readonly kind: 'ready';
  /** What the gate says of the very texts that would be written. */
  readonly verdict: Verdict;
  readonly isOverride: boolean;
  /** Does it write something else than what was proposed? */
  readonly isOwn: boolean;
  readonly evidence: string | undefined;
  /** The author's version for the run, which has a library of its own. */
  readonly files: AuthorsTexts | undefined;
  /** Tells what was measured; see Rerun. */
  readonly mark: string;
  /** What is to be written, with the author's word in it. */
  plan(reason: string, at: string): ReadyPlan;
}

export type Considered =
  | Acceptance
  | { readonly kind: 'stale'; readonly hindrance: Hindrance }
  | { readonly kind: 'nothing' };

/** What else an accept goes by. */
export interface AcceptInput {
  /** The author's texts; what is absent is as proposed, or drafted. */
  readonly texts?: AuthorsTexts | undefined;
  /** The files as the texts were made from them; as they are now, when absent. */
  readonly base?: AuthorsTexts | undefined;
  readonly known?: KnownText;
}

export function considerAccept(
  edit: ReviewEdit,
  snapshot: LibrarySnapshot,
  { texts, base, known }: AcceptInput = {},
): Considered {
  const { judged } = edit.candidate;
  const names = namesOf(judged);
  const isMoved = names.some((name) => hasMoved(name, snapshot, base));
  const ground = isMoved ? snapshot : groundOf(edit, snapshot, known);
  const parts = wantedParts(edit, { ground, snapshot }, texts, base);
  const plain = planAccept(ground, parts, (name) => provenanceOf(judged, name));
  if (plain.kind === 'stale') return plain;
  if (isNothing(plain.after, ground.library, names) && !isThereAnyway(edit, texts)) {
    return { kind: 'nothing' };
  }
  const offered = planAccept(ground, partsOf(judged), (name) => provenanceOf(judged, name));
  const proposed = offered.kind === 'ready' ? offered.after : undefined;
  const mark = markOf(plain.after, names);
  const isOwn = parts.some((part) => part.isOwn) && (!proposed || mark !== markOf(proposed, names));
  const rerun = edit.rerun && holds(edit.rerun, mark, ground.library) ? edit.rerun : undefined;
  const verdict = isOwn ? (rerun?.verdict ?? 'inconclusive') : gateSaid(edit.candidate);
  const overrides = isOverride('accepted', verdict);
  const measured = isOwn ? [] : judged.outcomes;
  const evidence = overrides || isOwn || rerun ? evidenceLine(measured, rerun) : undefined;
  return {
    kind: 'ready',
    verdict,
    isOverride: overrides,
    isOwn,
    evidence,
    files: isOwn ? filesForRun(judged, plain.after, proposed) : undefined,
    mark,
    plan: (reason, at) => {
      const override: Override | undefined = overrides
        ? { by: 'author', verdict, reason, at, ...(evidence === undefined ? {} : { evidence }) }
        : undefined;
      const more = {
        isOwn,
        ...(override ? { override } : {}),
        ...(evidence === undefined ? {} : { evidence }),
      };
      const plan = planAccept(ground, parts, (name) => provenanceOf(judged, name, more));
      return planOf(snapshot.library, plan.kind === 'ready' ? plan.after : plain.after, names);
    },
  };
}

/** Was the re-run of this very text, against this library, and with what is there now besides? */
function holds({ of, against, isLapsed }: Rerun, mark: string, ground: Library): boolean {
  return of === mark && isLapsed !== true && against === markOf(ground);
}

/** The library without the edit, where it was accepted before: another version of it takes the place of the first. */
export function groundOf(
  { candidate: { judged }, decision, said }: ReviewEdit,
  snapshot: LibrarySnapshot,
  known: KnownText | undefined,
): LibrarySnapshot {
  if (decision !== 'accepted') return snapshot;
  const out = planTakeOut(snapshot, acceptedParts(judged, said), judged.id, known);
  if (out.kind === 'stale') return snapshot;
  return { ...snapshot, library: out.after, find: (name) => out.after.find(name) };
}

function wantedParts(
  { candidate: { judged }, draft }: ReviewEdit,
  { ground, snapshot }: { readonly ground: LibrarySnapshot; readonly snapshot: LibrarySnapshot },
  texts: AuthorsTexts | undefined,
  bases: AuthorsTexts | undefined,
): readonly Part[] {
  const parts = partsOf(judged, draft);
  if (texts === undefined) return parts;
  return parts.map((part) => {
    const { name } = part;
    const next = own(texts, name);
    if (next === undefined) return part;
    const base = bases === undefined ? undefined : own(bases, name);
    if (base !== undefined && hasMoved(name, snapshot, bases)) {
      return { name, base, next, isOwn: true };
    }
    return { name, base: ground.library.find(name)?.text ?? null, next, isOwn: true };
  });
}

/** Is the file no longer what texts were made from? Then they are merged onto what it is. */
function hasMoved(
  name: string,
  { library }: LibrarySnapshot,
  base: AuthorsTexts | undefined,
): boolean {
  const text = base === undefined ? undefined : own(base, name);
  return text !== undefined && text !== (library.find(name)?.text ?? null);
}

function isNothing(after: Library, before: Library, names: readonly string[]): boolean {
  return names.every((name) => after.find(name)?.text === before.find(name)?.text);
}

/** An edit that is in the library already can be agreed to; a version that takes nothing of it cannot. */
function isThereAnyway(edit: ReviewEdit, texts: AuthorsTexts | undefined): boolean {
  return texts === undefined && edit.draft === undefined;
}

/**
 * The author's version in terms of the run: what the author did differently from the proposal, done to what the
 * run itself would have.
 */
function filesForRun(
  judged: CandidateJudged,
  chosen: Library,
  proposed: Library | undefined,
): AuthorsTexts {
  const files = namesOf(judged).flatMap((name): [string, string | null][] => {
    const mine = chosen.find(name) ?? null;
    const theirs = proposed?.find(name) ?? null;
    if (proposed && same(mine, theirs)) return [];
    const run = runText(judged, name);
    if (!proposed) return [[name, mine?.text ?? null]];
    const carried = mergeSkill(theirs, run, mine);
    if (carried.kind === 'there') return [];
    if (carried.kind === 'stale') return [[name, mine?.text ?? null]];
    if (carried.next === null) return [[name, null]];
    const shape: Skill | null = run ?? mine;
    if (shape === null) return [];
    const { description, content, tags } = carried.next;
    if (run && sameValues(run, carried.next)) return [];
    return [[name, rewriteSkill(shape, { description, content, tags }).text]];
  });
  return Object.fromEntries(files);
}

function runText(judged: CandidateJudged, name: string): Skill | null {
  const text = partsOf(judged).find((it) => it.name === name)?.next;
  return typeof text === 'string' ? parseSkill(text, fileFor(name, 'flat')) : null;
}
