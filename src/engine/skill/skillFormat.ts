/** The format of skill files: Markdown under YAML frontmatter. */
export { MAX_SKILL_LENGTH, parseSkill } from './parseSkill';
export { printSkill } from './printSkill';
export type { SkillDraft } from './printSkill';
export { rewriteSkill } from './rewriteSkill';
export type { SkillChanges } from './rewriteSkill';
export { SkillFormatError } from './skillFormatError';
export type { FormatCode } from './skillFormatError';
