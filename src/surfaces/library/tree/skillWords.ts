import type { l10n } from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import { inline, plainLine } from '../../common/markdown';
import type { Lift } from '../lift';
import { gainText } from '../versions/versionWords';
import { provenanceTable } from '../versions/provenanceTable';
import type { SkillNode } from './libraryNode';

type Localizer = Pick<typeof l10n, 't'>;

/** Behind a skill's name: `v3 · +4 −0 in its last update · 2 problems`. */
export function skillDescription(
  { skill, lift }: Pick<SkillNode, 'skill' | 'lift'>,
  problems: readonly SkillProblem[],
  l10n: Localizer,
): string {
  const parts = skill.version === 0 ? [] : [l10n.t('v{0}', skill.version)];
  if (lift.last !== undefined) parts.push(l10n.t('{0} in its last update', gainText(lift.last)));
  if (problems.length > 0) parts.push(problemCount(problems, l10n));
  return parts.join(' · ');
}

/** The same, for those who hear it. */
export function spokenSkill(
  { skill, lift }: Pick<SkillNode, 'skill' | 'lift'>,
  problems: readonly SkillProblem[],
  l10n: Localizer,
): string {
  const name = plainLine(skill.name, 80);
  const parts = [skill.version === 0 ? name : l10n.t('{0}, version {1}', name, skill.version)];
  if (lift.last !== undefined) {
    const { fixes, regressions } = lift.last;
    parts.push(l10n.t('last update fixed {0} and regressed {1}', probes(fixes, l10n), regressions));
  }
  if (problems.length > 0) parts.push(problemCount(problems, l10n));
  return parts.join(', ');
}

/** What a skill is for, what it has gained, and where it comes from; escaped Markdown. */
export function skillTooltip(
  { skill, lift }: Pick<SkillNode, 'skill' | 'lift'>,
  problems: readonly SkillProblem[],
  l10n: Localizer,
): string {
  const parts = [
    `**${inline(skill.name, 80)}**${skill.version === 0 ? '' : ` · ${l10n.t('version {0}', skill.version)}`}`,
    inline(skill.description, 600),
    liftSentence(lift, l10n),
    skill.tags.length === 0
      ? ''
      : l10n.t(
          'Tags: {0}',
          skill.tags
            .slice(0, 20)
            .map((it) => inline(it, 60))
            .join(', '),
        ),
    problems
      .map((it) => `- ${problemLine(it, l10n)}`)
      .slice(0, 8)
      .join('\n'),
    provenanceTable(skill.provenance, l10n),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** `2 problems`, or `1 error`. */
export function problemCount(problems: readonly SkillProblem[], l10n: Localizer): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const words = [
    errors === 0 ? '' : errors === 1 ? l10n.t('1 error') : l10n.t('{0} errors', errors),
    warnings === 0 ? '' : warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings),
  ];
  return words.filter((word) => word !== '').join(', ');
}

/** A problem as escaped Markdown. */
export function problemLine({ line, severity, message }: SkillProblem, l10n: Localizer): string {
  const word = severity === 'error' ? l10n.t('Error') : l10n.t('Warning');
  const where = line === undefined ? word : l10n.t('{0}, line {1}', word, line);
  return `${where}: ${inline(message)}`;
}

function probes(count: number, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 probe') : l10n.t('{0} probes', count);
}

function liftSentence({ last, total }: Lift, l10n: Localizer): string {
  if (total === undefined) {
    return l10n.t('No measured edit has made this version, so its lift is not known.');
  }
  const sentences: string[] = [];
  if (last !== undefined) {
    const fixed = probes(last.fixes, l10n);
    sentences.push(l10n.t('Its last update fixed {0} and regressed {1}.', fixed, last.regressions));
  }
  if (total.edits > 1 || last === undefined) {
    sentences.push(
      l10n.t(
        'Measured edits that led to this version: {0}; together they fixed {1} and regressed {2}.',
        total.edits,
        total.fixes,
        total.regressions,
      ),
    );
  }
  return sentences.join(' ');
}
