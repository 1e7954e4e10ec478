import { structuredPatch } from 'diff';
import type { DraftedEdit } from './drafting';
import type { LearnedSkill } from './writerPrompt';

/** A body longer than this, in characters, is patched rather than written out again. */
const LONG = 8000;

/** Lines that say what the prompt left out; they are no part of the skill. */
const GAP = /^\(lines? [\d to]+ not shown\)$/m;

/** The edit as hunks where the skill is long or was shown in part; `undefined` where a hunk would cross a gap. */
export function patchIfLong(
  edit: DraftedEdit,
  learned: readonly LearnedSkill[],
): DraftedEdit | undefined {
  const skill = learned.find(({ name }) => name === edit.name);
  if (edit.action !== 'MODIFY' || !skill) return edit;
  if (!skill.isPart && skill.body.length <= LONG) return edit;
  const { hunks } = structuredPatch('', '', skill.body, edit.content, '', '', { context: 2 });
  const pairs = hunks.map(({ lines }) => ({
    search: side(lines, '-'),
    replace: side(lines, '+'),
  }));
  if (pairs.some(({ search }) => GAP.test(search))) return undefined;
  return { ...edit, content: '', hunks: pairs };
}

function side(lines: readonly string[], sign: '-' | '+'): string {
  return lines
    .filter((line) => line.startsWith(' ') || line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n');
}
