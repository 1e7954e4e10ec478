import type { l10n } from 'vscode';
import { splitFile } from '../../../engine/skill/frontmatter';
import { parseSkill } from '../../../engine/skill/parseSkill';
import { rewriteSkill } from '../../../engine/skill/rewriteSkill';
import type { Fixer } from './skillFix';

type Localizer = Pick<typeof l10n, 't'>;

const WHEN = '## When to use this skill';
const SIGN = '- The sign in the task by which the agent knows that the skill applies.';

/** Nothing says when the skill applies: a section with a line to fill in, behind the summary if there is one. */
export const fixNoWhenToUse: Fixer = ({ text, file }, l10n: Localizer) => {
  const { bom, open, yaml, close, body, eol } = splitFile(text, file);
  const lines = body.split(/\r?\n/);
  const at = placeOfSection(lines);
  const before = lines.slice(0, at).join(eol).trimEnd();
  const after = lines.slice(at).join(eol).replace(/^\s+/, '');
  const lead = before === '' ? eol : `${before}${eol}${eol}`;
  const rest = after === '' ? eol : `${eol}${eol}${after}`;
  const section = `${WHEN}${eol}${eol}${SIGN}`;
  return [
    {
      title: l10n.t('Add a section "When to use this skill"'),
      text: `${bom}${open}${yaml}${close.endsWith('\n') ? close : close + eol}${lead}${section}${rest}`,
    },
  ];
};

/** The skill says nothing: the sections that a skill has, with a line each. */
export const fixEmptyBody: Fixer = ({ text, file }, l10n: Localizer) => {
  const skill = parseSkill(text, file);
  const title = skill.name.replace(/[-_]+/g, ' ');
  const content = [
    `# ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    '## Summary',
    'What goes wrong without this skill, and what to do instead.',
    WHEN,
    SIGN,
    '## Rule',
    '- One decision or step in each line, as an instruction.',
  ].join('\n\n');
  return [
    { title: l10n.t('Add the sections of a skill'), text: rewriteSkill(skill, { content }).text },
  ];
};

/** Line before which the section belongs: the heading behind the summary, else the first below the title. */
function placeOfSection(lines: readonly string[]): number {
  const headings = lines.flatMap((line, at) => (/^#{1,6}\s/.test(line) ? [at] : []));
  const summary = headings.find((at) => /^##+\s+summary/i.test(lines[at] ?? ''));
  const behind = summary === undefined ? undefined : headings.find((at) => at > summary);
  const first = headings.find((at) => /^##/.test(lines[at] ?? ''));
  return behind ?? (summary === undefined ? first : undefined) ?? lines.length;
}
