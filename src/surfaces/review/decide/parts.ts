import type { CandidateJudged, Decision } from '../../../engine/learn/events';
import { printSkill } from '../../../engine/skill/skillFormat';
import { UserError } from '../../../util/errors';
import type { Draft } from '../drafts';

/** What an edit does to one skill: the text it starts from, and the one it ends with; `null`: there is none. */
export interface Part {
  readonly name: string;
  readonly base: string | null;
  readonly next: string | null;
  /** Did the author write the text? Then all of it counts, not only what an edit can change. */
  readonly isOwn: boolean;
}

type Judged = Pick<CandidateJudged, 'edits' | 'before' | 'after'>;

/** The edit as it was proposed, or as the author drafted it: one part for each skill it touches. */
export function partsOf(judged: Judged, draft?: Draft): readonly Part[] {
  return namesOf(judged).map((name) => {
    const base = own(judged.before, name) ?? null;
    const text = draft === undefined ? undefined : own(draft.texts, name);
    if (draft === undefined || text === undefined) {
      return { name, base, next: afterOf(judged, name), isOwn: false };
    }
    const draftBase = own(draft.base, name);
    return { name, base: draftBase === undefined ? base : draftBase, next: text, isOwn: true };
  });
}

/** The edit as it was accepted. */
export function acceptedParts(
  judged: Judged,
  said: Pick<Decision, 'decision' | 'files'> | undefined,
): readonly Part[] {
  const files = said?.decision === 'accept' ? (said.files ?? {}) : {};
  return partsOf(judged).map((part) => {
    const text = own(files, part.name);
    return text === undefined ? part : { ...part, next: text, isOwn: true };
  });
}

/** Skills the edit touches, each once: a REMOVE and an ADD may have one name. */
export function namesOf({ edits }: Pick<CandidateJudged, 'edits'>): readonly string[] {
  return [...new Set(edits.map(({ name }) => name))];
}

/** Names come from models: `constructor` must find nothing. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Published runs kept the edits without the files they made. */
function afterOf({ edits, after }: Judged, name: string): string | null {
  const text = own(after, name);
  if (text !== undefined) return text;
  const edit = edits.findLast((it) => it.name === name);
  if (edit === undefined || edit.action === 'REMOVE') return null;
  const { description, content, tags = [] } = edit;
  const file = `${name}.md`;
  const draft = { name, description, content, tags, version: 1, provenance: undefined, file };
  try {
    return printSkill(draft).text;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // A name that no skill can have: shown as text, and refused when it is to be written.
    return `${content}\n`;
  }
}
