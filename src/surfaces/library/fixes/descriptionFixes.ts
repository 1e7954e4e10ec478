import type { l10n } from 'vscode';
import { parseSkill } from '../../../engine/skill/parseSkill';
import { clipDescription } from '../../../engine/skill/printSkill';
import { whenToUse } from '../../../engine/skill/rank';
import { changeFrontmatter } from './changeFrontmatter';
import type { Fixer } from './skillFix';

type Localizer = Pick<typeof l10n, 't'>;

const CUE = /\b(?:when|whenever|if|before|after|while|during|for|use)\b/i;
const PLACEHOLDER = 'Say here what the skill does, and when to use it.';
const MAX_DERIVED = 240;

/** There is no description: its first sentence, or what stands under "When to use", makes a start. */
export const fixMissingDescription: Fixer = ({ text, file }, l10n: Localizer) => {
  const { name, content } = parseSkill(text, file);
  const description = deriveDescription(name, content);
  return [
    {
      title: l10n.t('Add a description'),
      text: changeFrontmatter(text, file, { description }),
    },
  ];
};

export const fixLongDescription: Fixer = ({ text, file }, l10n: Localizer) => {
  const description = clipDescription(parseSkill(text, file).description);
  return [
    {
      title: l10n.t('Cut the description to what is read'),
      text: changeFrontmatter(text, file, { description }),
    },
  ];
};

/** `<id>` loses its brackets; a comparison is put into words. */
export const fixDescriptionBrackets: Fixer = ({ text, file }, l10n: Localizer) => {
  const description = withoutBrackets(parseSkill(text, file).description);
  return [
    {
      title: l10n.t('Write the description without "<" and ">"'),
      text: changeFrontmatter(text, file, { description }),
    },
  ];
};

/** What a skill without a description says of itself; plain, and fit for every reader. */
export function deriveDescription(name: string, content: string): string {
  const said = sentence(section(content, /summary/i)) || sentence(firstParagraph(content));
  const text = withoutBrackets(said);
  if (text === '') return PLACEHOLDER;
  if (CUE.test(text) || whenToUse(content).trim() !== '') return text;
  return `Use for ${name.replace(/[-_]+/g, ' ')}: ${text}`;
}

function section(content: string, title: RegExp): string {
  const lines = content.split(/\r?\n/);
  const start = lines.findIndex((line) => /^##+\s/.test(line) && title.test(line));
  return start < 0 ? '' : firstParagraph(lines.slice(start + 1).join('\n'));
}

function firstParagraph(content: string): string {
  const isText = (block: string): boolean =>
    /\p{L}/u.test(block) && !/^(?:#|```|\||---)/.test(block);
  const block = content
    .slice(0, 20_000)
    .split(/\n\s*\n/)
    .flatMap((it) =>
      it
        .trim()
        .replace(/^#+\s[^\n]*\n?/, '')
        .trim(),
    )
    .find(isText);
  return (block ?? '')
    .replace(/^(?:[-*+]|\d+\.)\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function sentence(paragraph: string): string {
  const [first = ''] = /^.*?[.!?](?=\s|$)/.exec(paragraph) ?? [paragraph];
  const characters = Array.from(first);
  if (characters.length <= MAX_DERIVED) return first;
  return `${characters
    .slice(0, MAX_DERIVED)
    .join('')
    .replace(/\s+\S*$/, '')}…`;
}

function withoutBrackets(text: string): string {
  return text
    .replace(/\s<\s/g, ' less than ')
    .replace(/\s>\s/g, ' more than ')
    .replace(/[<>]/g, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
