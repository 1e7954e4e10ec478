import { lintRules } from './lintRules';
import type { LintProfile, LintSubject } from './lintRules';
import { fenceLine, isRecord, readFrontmatter, splitFile } from './frontmatter';
import { parseSkill } from './parseSkill';
import { SkillFormatError } from './skillFormatError';
import type { Skill, SkillProblem } from './types';

export type { LintProfile } from './lintRules';

/**
 * Everything about a skill file that a person should mend, by line. Profiles say for whom it is
 * written: `grasp` is lenient, `agentskills` is the portable format to the letter, `vscode` adds the
 * keys VS Code knows. Never throws: a file that cannot be read has one problem saying so.
 */
export function lintSkill(
  skill: Skill | { readonly text: string; readonly file: string },
  profile: LintProfile,
): readonly SkillProblem[] {
  try {
    const subject = subjectOf(skill.text, skill.file, profile);
    return lintRules.flatMap((rule) => rule(subject)).sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  } catch (error) {
    if (error instanceof SkillFormatError) return [error.toProblem()];
    throw error;
  }
}

function subjectOf(text: string, file: string, profile: LintProfile): LintSubject {
  const skill = parseSkill(text, file);
  const parts = splitFile(text, file);
  const head = readFrontmatter(parts.yaml, file, fenceLine(parts));
  const metadata = isRecord(head.data['metadata']) ? head.data['metadata'] : undefined;
  const linesBefore = parts.bom + parts.open + parts.yaml + parts.close;
  const bodyLine = linesBefore.split('\n').length;
  return { skill, profile, parts, head, metadata, bodyLine };
}
