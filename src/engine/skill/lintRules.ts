import { isAlias, isCollection, isNode, visit } from 'yaml';
import type { FileParts, Frontmatter } from './frontmatter';
import { fenceLine, isRecord } from './frontmatter';
import { stemOf } from './parseSkill';
import { isPackaged, MAX_DESCRIPTION_LENGTH } from './printSkill';
import { whenToUse } from './rank';
import { isSafeName } from './skillName';
import { wordsOf } from './tokens';
import type { Skill, SkillProblem } from './types';

export type LintProfile = 'grasp' | 'agentskills' | 'claude-code' | 'vscode';

/** A skill file with all that the rules look at. */
export interface LintSubject {
  readonly skill: Skill;
  readonly profile: LintProfile;
  readonly parts: FileParts;
  readonly head: Frontmatter;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  /** Line of the first line behind the frontmatter. */
  readonly bodyLine: number;
}

type Rule = (subject: LintSubject) => readonly SkillProblem[];

const portableKeys = [
  'name',
  'description',
  'license',
  'compatibility',
  'metadata',
  'allowed-tools',
];
const editorKeys = [
  'argument-hint',
  'user-invocable',
  'user-invokable',
  'disable-model-invocation',
  'context',
];
/** https://code.claude.com/docs/en/skills: the frontmatter of a skill there. */
const claudeKeys = [
  'when_to_use',
  'argument-hint',
  'arguments',
  'disable-model-invocation',
  'user-invocable',
  'disallowed-tools',
  'model',
  'effort',
  'context',
  'agent',
  'background',
  'hooks',
  'paths',
  'shell',
];
const knownKeys: Readonly<Record<LintProfile, ReadonlySet<string>>> = {
  agentskills: new Set(portableKeys),
  'claude-code': new Set([...portableKeys, ...claudeKeys, 'version']),
  vscode: new Set([...portableKeys, ...editorKeys]),
  grasp: new Set([
    ...[...portableKeys, ...editorKeys, ...claudeKeys],
    ...['tags', 'version', 'provenance'],
  ]),
};

const MAX_NAME_LENGTH = 64;
const MAX_COMPATIBILITY_LENGTH = 500;
const MAX_BODY_LINES = 500;

/** Is there frontmatter, in a style that every reader of the format takes? */
const frontmatter: Rule = (subject) => {
  const { parts, head, profile, skill } = subject;
  const { file } = skill;
  const problems: SkillProblem[] = [];
  const strict = profile !== 'grasp';
  if (strict && !isPackaged(file)) {
    const message = 'The skill must be a folder with its text in SKILL.md.';
    problems.push({ file, severity: 'error', code: 'not-a-skill-folder', message, line: 1 });
  }
  if (parts.open === '') {
    const message = 'There is no frontmatter: start with a line "---", name and description.';
    return [...problems, { file, line: 1, severity: 'error', code: 'no-frontmatter', message }];
  }
  if (profile !== 'agentskills') return problems;

  const fence = parts.yaml.indexOf('---');
  if (fence >= 0) {
    const line = fenceLine(parts) + parts.yaml.slice(0, fence).split('\n').length;
    const message = 'Portable readers take this "---" for the end of the frontmatter.';
    problems.push({ file, line, severity: 'error', code: 'fence-in-frontmatter', message });
  }
  visit(head.document, (_key, node) => {
    const isFlow = isCollection(node) && node.flow === true;
    const isReference = isAlias(node) || (isNode(node) && 'anchor' in node && !!node.anchor);
    if (!isNode(node) || (!isFlow && !isReference)) return;
    const [style, code] = isFlow ? ['[…] and {…}', 'flow-style'] : ['& and *', 'yaml-alias'];
    const line = lineAt(parts, node.range?.[0] ?? 0);
    const message = `Portable readers do not take ${style} in frontmatter.`;
    problems.push({ file, line, severity: 'error', code, message });
  });
  return problems;
};

/** The name: there, safe, well-formed and the folder's. */
const name: Rule = ({ skill, head, profile, parts }) => {
  const { file } = skill;
  const line = head.lineOf('name');
  const strict = profile !== 'grasp';
  const error = (code: string, message: string): SkillProblem => ({
    file,
    line,
    severity: 'error',
    code,
    message,
  });
  if (isMissing(head, 'name')) {
    // That host takes the name of the folder.
    const isWanted = strict && profile !== 'claude-code' && parts.open !== '';
    return isWanted ? [error('missing-name', 'The skill has no name.')] : [];
  }
  const problems: SkillProblem[] = [];
  const stem = stemOf(file);
  const isSame = skill.name.normalize('NFKC') === stem.normalize('NFKC');
  if (!isSame) {
    const what = isPackaged(file) ? 'its folder' : 'its file';
    problems.push({
      ...error('name-mismatch', `The name is "${skill.name}", but ${what} is called "${stem}".`),
      severity: strict ? 'error' : 'warning',
    });
  }
  if (!strict) {
    const message = 'The name cannot be a file name; use letters, digits, "_" and "-".';
    return isSafeName(skill.name) ? problems : [...problems, error('unsafe-name', message)];
  }
  if (Array.from(skill.name).length > MAX_NAME_LENGTH) {
    problems.push(error('name-too-long', `The name is longer than ${MAX_NAME_LENGTH} characters.`));
  }
  const allowed = profile === 'vscode' ? /^[a-z0-9-]+$/ : /^(?:(?!\p{Lu}|\p{Lt})[\p{L}\p{N}-])+$/u;
  if (!allowed.test(skill.name.normalize('NFKC'))) {
    const message = 'The name may hold lower-case letters, digits and hyphens only.';
    problems.push(error('name-characters', message));
  }
  if (/^-|-$|--/.test(skill.name)) {
    const message = 'The name may not begin or end with a hyphen, nor hold two in a row.';
    problems.push(error('name-hyphens', message));
  }
  return problems;
};

const CUE = /\b(?:when|whenever|if|before|after|while|during|for|use|used|uses)\b/i;
/** Small words that hardly an English sentence does without, and words that other languages have instead. */
const ENGLISH = /\b(?:the|a|an|of|and|or|to|with|in|on|is|are|by|from|this|that|it|its|as)\b/gi;
const OTHER =
  /\b(?:der|die|das|und|wenn|mit|für|ein|eine|le|la|les|des|une?|est|quand|pour|el|los|las|cuando|para|con|que|il|gli|quando|per|di|com|não|een|het|wanneer|voor|och|när|och|jest|gdy|dla)\b/gi;

/** Can the rule about "when to use" read this? It knows English, and is silent about every other language. */
function isEnglish(text: string): boolean {
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text)) return false;
  const others = (text.match(OTHER) ?? []).length;
  return others === 0 || (text.match(ENGLISH) ?? []).length > others;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** The description: there, short enough, and saying when the skill applies. */
const description: Rule = ({ skill, head, profile, parts }) => {
  const { file } = skill;
  const line = head.lineOf('description');
  const strict = profile !== 'grasp';
  const severity = strict ? 'error' : 'warning';
  if (skill.description.trim() === '') {
    if (parts.open === '') return [];
    const message = 'The skill has no description, and by it agents choose.';
    return [{ file, line, severity, code: 'missing-description', message }];
  }
  const problems: SkillProblem[] = [];
  const length = Array.from(skill.description).length;
  if ((strict || isPackaged(file)) && length > MAX_DESCRIPTION_LENGTH) {
    const message = `The description has ${length} characters; at most ${MAX_DESCRIPTION_LENGTH} are read.`;
    problems.push({ file, line, severity, code: 'description-too-long', message });
  }
  if (strict && /[<>]/.test(skill.description)) {
    const message = 'Some readers refuse "<" and ">" in a description.';
    problems.push({ file, line, severity: 'warning', code: 'description-brackets', message });
  }
  const cut = /\s(#.*)$/.exec(parts.yaml.split(/\r?\n/)[line - fenceLine(parts) - 1] ?? '')?.[1];
  if (cut !== undefined && !skill.description.includes(cut)) {
    const message = `The description ends before " #": put it in quotes to keep "${clip(cut)}".`;
    problems.push({ file, line, severity: 'warning', code: 'description-cut', message });
  }
  const says = isEnglish(skill.description) ? CUE.test(skill.description) : true;
  const isSaidElsewhere = head.data['when_to_use'] !== undefined;
  if (!says && !isSaidElsewhere && whenToUse(skill.content).trim() === '') {
    const message =
      'Nothing says when to use the skill: say it in the description or under "## When to use".';
    problems.push({ file, line, severity: 'warning', code: 'no-when-to-use', message });
  }
  return problems;
};

const isSingle = (value: unknown): boolean => typeof value !== 'object';

/** What the values of keys must be that the reader would otherwise bend, or pass over, in silence. */
const kinds: readonly (readonly [
  key: string,
  isRight: (value: unknown) => boolean,
  kind: string,
])[] = [
  ['name', isSingle, 'a text'],
  ['description', isSingle, 'a text'],
  [
    'tags',
    (value) => typeof value === 'string' || (Array.isArray(value) && value.every(isTag)),
    'a list of words',
  ],
  ['version', (value) => isSingle(value) && /^\d/.test(String(value)), 'a number'],
  ['provenance', isRecord, 'a mapping of keys to values'],
];

function isTag(value: unknown): boolean {
  return value === null || isSingle(value);
}

/** Keys the profile knows, with values of the right kind. */
const fields: Rule = ({ skill, head, profile, metadata }) => {
  const { file } = skill;
  const problems: SkillProblem[] = [];
  const add = (key: string, severity: SkillProblem['severity'], code: string, message: string) =>
    problems.push({ file, line: head.lineOf(key), severity, code, message });

  for (const key of Object.keys(head.data)) {
    if (knownKeys[profile].has(key)) continue;
    const hint = ['tags', 'version', 'provenance'].includes(key)
      ? ' Put it under "metadata".'
      : editorKeys.includes(key)
        ? ' VS Code knows it, other hosts do not.'
        : claudeKeys.includes(key)
          ? ' Claude Code knows it, other hosts do not.'
          : '';
    const severity = profile === 'agentskills' ? 'error' : 'warning';
    add(key, severity, 'unknown-field', `"${key}" is not a key of this format.${hint}`);
  }
  for (const [key, isRight, kind] of kinds) {
    const value = head.data[key];
    if (value === undefined || value === null || isRight(value)) continue;
    add(key, 'error', `bad-${key}`, `"${key}" must be ${kind}; this value is not read as meant.`);
  }
  const compatibility = head.data['compatibility'];
  if (compatibility !== undefined) {
    const isRight =
      typeof compatibility === 'string' &&
      compatibility !== '' &&
      Array.from(compatibility).length <= MAX_COMPATIBILITY_LENGTH;
    const message = `"compatibility" must be a text of 1 to ${MAX_COMPATIBILITY_LENGTH} characters.`;
    if (!isRight) add('compatibility', 'error', 'bad-compatibility', message);
  }
  if (head.data['metadata'] !== undefined && profile !== 'grasp') {
    const isRight =
      isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string');
    const message = '"metadata" should map keys to texts; put other values in quotes.';
    if (!isRight) add('metadata', 'warning', 'metadata-not-texts', message);
  }
  const tools = head.data['allowed-tools'];
  const isList = Array.isArray(tools) && tools.every((tool) => typeof tool === 'string');
  const takesLists = profile === 'claude-code' || profile === 'grasp';
  if (tools !== undefined && typeof tools !== 'string' && !(isList && takesLists)) {
    const message = '"allowed-tools" should be one text with the tools separated by spaces.';
    add('allowed-tools', 'warning', 'bad-allowed-tools', message);
  }
  return problems;
};

/** Tags that can match something. */
const tags: Rule = ({ skill, head, profile }) => {
  if (profile !== 'grasp') return [];
  const line = head.lineOf('tags' in head.data ? 'tags' : 'metadata');
  return skill.tags
    .filter((tag) => wordsOf(tag).length === 0)
    .map((tag) => ({
      file: skill.file,
      line,
      severity: 'warning',
      code: 'idle-tag',
      message: `The tag "${tag}" matches nothing: it holds no word of three letters or more that tells skills apart.`,
    }));
};

/** A body, and not too much of it. */
const body: Rule = ({ skill, bodyLine }) => {
  const { file, content } = skill;
  const problem = (code: string, line: number, message: string): readonly SkillProblem[] => [
    { file, line, severity: 'warning', code, message },
  ];
  if (content === '') return problem('empty-body', bodyLine, 'The skill says nothing.');
  const lines = content.split('\n').length;
  if (lines <= MAX_BODY_LINES) return [];
  const message = `The body has ${lines} lines; move details to files of their own (at most ${MAX_BODY_LINES}).`;
  return problem('long-body', bodyLine + MAX_BODY_LINES, message);
};

function isMissing(head: Frontmatter, key: string): boolean {
  const value = head.data[key];
  return value === undefined || value === null || value === '';
}

/** Line in the file of an offset in its YAML, counted with `\n` line ends. */
function lineAt(parts: FileParts, offset: number): number {
  return fenceLine(parts) + parts.yaml.replaceAll('\r\n', '\n').slice(0, offset).split('\n').length;
}

/** What is looked at, in the order in which problems of one line are told. */
export const lintRules: readonly Rule[] = [frontmatter, name, description, fields, tags, body];
