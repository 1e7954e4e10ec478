import { UserError } from '../../util/errors';
import type { SkillProblem } from './types';

/** What keeps a text from being a skill file. */
export type FormatCode =
  | 'too-large'
  | 'unclosed-frontmatter'
  | 'unread-frontmatter'
  | 'broken-yaml'
  | 'not-a-mapping'
  | 'bad-alias'
  | 'unsafe-name';

/** A text that is no skill file; says which rule it breaks. */
export class SkillFormatError extends UserError {
  override readonly name = 'SkillFormatError';

  constructor(
    readonly code: FormatCode,
    message: string,
    readonly where: { readonly file: string; readonly line?: number },
    options: { fix: string; cause?: unknown },
  ) {
    super(message, { place: where, ...options });
  }

  /** The same as an entry for a list of problems. */
  toProblem(): SkillProblem {
    return { ...this.where, severity: 'error', code: this.code, message: this.message };
  }
}
