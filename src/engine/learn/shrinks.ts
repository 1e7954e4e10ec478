import { splitFile } from '../skill/frontmatter';
import { SkillFormatError } from '../skill/skillFormatError';
import type { CandidateJudged } from './events';

/** A skill that an edit leaves little of, in bytes of its body. */
export interface Shrink {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** An edit that keeps less than this share of a body is worth a second look. */
const KEPT = 0.3;
/** Of a few lines, little is left easily. */
const LEAST_BYTES = 1000;

/** The skills that a judged edit makes much shorter, whatever the gate says of it. */
export function shrinks({ edits, before, after }: CandidateJudged): readonly Shrink[] {
  return edits.flatMap(({ action, name }) => {
    if (action !== 'MODIFY') return [];
    const [old, now] = [bodyBytes(before[name]), bodyBytes(after[name])];
    return old >= LEAST_BYTES && now < KEPT * old ? [{ name, before: old, after: now }] : [];
  });
}

function bodyBytes(text: string | null | undefined): number {
  if (typeof text !== 'string') return 0;
  return new TextEncoder().encode(bodyOf(text).trim()).length;
}

function bodyOf(text: string): string {
  try {
    return splitFile(text, '').body;
  } catch (error) {
    if (error instanceof SkillFormatError) return text;
    throw error;
  }
}
