import type { Layout, SkillProblem } from '../engine/skill/types';
import { UserError } from '../util/errors';

/** A library holds skills, but none of the layout that was asked for. */
export class OtherLayoutError extends UserError {}

const shape: Readonly<Record<Layout, string>> = { flat: 'NAME.md', folder: 'NAME/SKILL.md' };

/** The files that a layout passes over. */
export function strayFiles(
  layout: Layout,
  files: Readonly<Record<Layout, readonly string[]>>,
): readonly string[] {
  return [...files[other(layout)]].sort();
}

/** One file of the other layout beside skills of this one. */
export function strayProblem(file: string, layout: Layout): SkillProblem {
  const message = `This skill is not read: the others are ${shape[layout]}, and a library has one layout.`;
  return { file, line: 1, severity: 'warning', code: 'other-layout', message };
}

/** Says what is in the folder, instead of taking it for an empty library. */
export function otherLayout(
  dir: string,
  asked: Layout,
  strays: readonly string[],
): OtherLayoutError {
  const rest = strays.length - 1;
  const found = `${strays[0] ?? ''}${rest === 0 ? '' : ` and ${rest} more`}`;
  return new OtherLayoutError(
    `skills.layout is "${asked}", but ${dir} has no ${shape[asked]} file; it has ${shape[other(asked)]} files (${found})`,
    {
      place: { file: dir },
      fix: `Set skills.layout to "${other(asked)}", or leave it out: then it is seen from the files.`,
    },
  );
}

function other(layout: Layout): Layout {
  return layout === 'flat' ? 'folder' : 'flat';
}
