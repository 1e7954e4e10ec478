import { parseSkill } from '../../../engine/skill/parseSkill';
import type { OwnVersion, RunVersion } from './skillVersions';

/** An edit of some run, as far as versions need it. */
export interface EditTexts extends Omit<RunVersion, 'kind' | 'text'> {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Texts of the runs that the library does not hold: each once, in the order given. What a run proposed and the
 * library took counts as the library's, even if its frontmatter tells of another decision.
 */
export function runVersions(
  own: readonly OwnVersion[],
  edits: readonly EditTexts[],
): readonly RunVersion[] {
  const known = new Set(own.map(({ skill }) => essence(skill.text)));
  const found: RunVersion[] = [];
  for (const { before, after, ...from } of edits) {
    for (const [kind, text] of [
      ['proposed', after],
      ['found', before],
    ] as const) {
      if (text === null) continue;
      const what = essence(text);
      if (known.has(what)) continue;
      known.add(what);
      found.push({ ...from, kind, text });
    }
  }
  return found;
}

/** What an agent gets to see of a skill: not its version, not its provenance. */
function essence(text: string): string {
  try {
    const { description, tags, content } = parseSkill(text, 'x.md');
    return JSON.stringify([description, tags, content]);
  } catch {
    return text;
  }
}
