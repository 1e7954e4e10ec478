import type { l10n } from 'vscode';
import { isRecord } from '../../../engine/skill/frontmatter';
import type { LintProfile } from '../../../engine/skill/lint';
import { stemOf, parseSkill } from '../../../engine/skill/parseSkill';
import { rewriteSkill } from '../../../engine/skill/rewriteSkill';
import { METADATA_PROVENANCE } from '../../../engine/skill/skillFields';
import { wordsOf } from '../../../engine/skill/tokens';
import { didYouMean } from '../../../util/didYouMean';
import { changeFrontmatter } from './changeFrontmatter';
import { dataIn, metadataIn } from './currentFields';
import { deriveDescription } from './descriptionFixes';
import type { Fixer, FixSubject, SkillFix } from './skillFix';

type Localizer = Pick<typeof l10n, 't'>;

const MAX_COMPATIBILITY_LENGTH = 500;
const shared = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
const offered: Readonly<Record<LintProfile, readonly string[]>> = {
  agentskills: shared,
  'claude-code': [...shared, 'when_to_use', 'argument-hint', 'model', 'hooks', 'paths', 'context'],
  vscode: [...shared, 'argument-hint', 'user-invocable', 'disable-model-invocation'],
  grasp: [...shared, 'tags', 'version', 'provenance'],
};

/** A key the format does not know: mistyped, or better kept under `metadata`, or not needed. */
export const fixUnknownField: Fixer = (subject, l10n: Localizer) => {
  const { text, file, profile, problem } = subject;
  const data = dataIn(text, file);
  const key = quoted(problem.message);
  if (key === undefined || !Object.hasOwn(data, key)) return [];
  const fixes: SkillFix[] = [];
  const meant = didYouMean(key, offered[profile]);
  if (meant !== undefined && data[meant] === undefined) {
    const renamed = { [key]: undefined, [meant]: data[key] };
    fixes.push({
      title: l10n.t('Rename the key to "{0}"', meant),
      text: changeFrontmatter(text, file, renamed),
    });
  }
  const metadata = metadataIn(data);
  if (metadata !== undefined) {
    const inner = key === 'provenance' ? METADATA_PROVENANCE : key;
    const moved = { ...metadata, [inner]: asText(key, data[key]) };
    fixes.push({
      title: l10n.t('Move "{0}" under "metadata"', key),
      text: changeFrontmatter(text, file, { [key]: undefined, metadata: moved }),
    });
  }
  fixes.push(drop(subject, key, l10n));
  return fixes;
};

/** A value of the wrong kind, put into the right one where that is certain. */
export const fixKind: Fixer = (subject, l10n: Localizer) => {
  const { text, file, problem } = subject;
  const key = problem.code.replace(/^bad-/, '');
  const data = dataIn(text, file);
  const set = (value: unknown, title: string): SkillFix => ({
    title,
    text: changeFrontmatter(text, file, { [key]: value }),
  });
  switch (key) {
    case 'name':
      return [set(stemOf(file), l10n.t('Name the skill "{0}"', stemOf(file)))];
    case 'description': {
      const { name, content } = parseSkill(text, file);
      return [
        set(deriveDescription(name, content), l10n.t('Describe the skill by its first sentence')),
      ];
    }
    case 'tags':
      return [set(words(data[key]), l10n.t('Write the tags as a list of words'))];
    case 'version': {
      const version = Number(/\d{1,9}/.exec(JSON.stringify(data[key]))?.[0] ?? 1);
      return [set(version, l10n.t('Make this version {0}', version))];
    }
    case 'compatibility': {
      const value = Array.from(words(data[key]).join(', ')).slice(0, MAX_COMPATIBILITY_LENGTH);
      const shorter =
        value.length === 0 ? [] : [set(value.join(''), l10n.t('Write it as a short text'))];
      return [...shorter, drop(subject, key, l10n)];
    }
    case 'allowed-tools':
      return [set(words(data[key]).join(' '), l10n.t('Write the tools as one text'))];
    default:
      return [drop(subject, key, l10n)];
  }
};

/** `metadata` maps keys to texts. */
export const fixMetadata: Fixer = ({ text, file }, l10n: Localizer) => {
  const { metadata } = dataIn(text, file);
  const entries = isRecord(metadata) ? Object.entries(metadata) : [['value', metadata] as const];
  const texts = Object.fromEntries(entries.map(([key, value]) => [key, asText(key, value)]));
  return [
    {
      title: l10n.t('Write the values of "metadata" as texts'),
      text: changeFrontmatter(text, file, { metadata: texts }),
    },
  ];
};

/** Tags that can match nothing go. */
export const fixIdleTags: Fixer = ({ text, file }, l10n: Localizer) => {
  const skill = parseSkill(text, file);
  const tags = skill.tags.filter((tag) => wordsOf(tag).length > 0);
  return [
    {
      title: l10n.t('Remove the tags that match nothing'),
      text: rewriteSkill(skill, { tags }).text,
    },
  ];
};

function drop({ text, file }: FixSubject, key: string, l10n: Localizer): SkillFix {
  return {
    title: l10n.t('Remove "{0}"', key),
    text: changeFrontmatter(text, file, { [key]: undefined }),
  };
}

/** Every word or number in a value, however deep. */
function words(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(words);
  if (isRecord(value)) return Object.entries(value).flatMap(([key, it]) => [key, ...words(it)]);
  return value === null || value === undefined || value === '' ? [] : [String(value)];
}

function asText(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (key === 'tags') return words(value).join(', ');
  return value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

function quoted(message: string): string | undefined {
  return /^"(.*)" is not a key/.exec(message)?.[1];
}
