import type { l10n } from 'vscode';
import type { LintProfile } from '../../../engine/skill/lint';
import type { SkillProblem } from '../../../engine/skill/types';

/** `vscode.l10n`; every file that words something names the type itself, or its texts are not collected. */
export type Localizer = Pick<typeof l10n, 't'>;

/** A skill file with something to mend in it. */
export interface FixSubject {
  /** As it is now, saved or not. */
  readonly text: string;
  /** Path inside the library, with `/`. */
  readonly file: string;
  readonly profile: LintProfile;
  readonly problem: SkillProblem;
}

/** A way to mend it: another text, another place, or both. */
export interface SkillFix {
  readonly title: string;
  /** The whole text afterwards; absent when only the place changes. */
  readonly text?: string;
  /** File or folder to rename, by paths inside the library. */
  readonly rename?: { readonly from: string; readonly to: string };
}

/** The fixes of one kind of problem, the best first. */
export type Fixer = (subject: FixSubject, l10n: Localizer) => readonly SkillFix[];
