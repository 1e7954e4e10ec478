import type { l10n } from 'vscode';
import { isCollection, isNode, isScalar, visit } from 'yaml';
import { printYaml } from '../../../engine/skill/editYaml';
import { fenceLine, readFrontmatter, splitFile } from '../../../engine/skill/frontmatter';
import { stemOf } from '../../../engine/skill/parseSkill';
import { changeFrontmatter, reprintAll, reprintKey } from './changeFrontmatter';
import { deriveDescription } from './descriptionFixes';
import { mendYaml } from './mendYaml';
import type { Fixer } from './skillFix';

type Localizer = Pick<typeof l10n, 't'>;

/** There is none: name and description make one. */
export const fixNoFrontmatter: Fixer = ({ text, file }, l10n: Localizer) => {
  const name = stemOf(file);
  const description = deriveDescription(name, splitFile(text, file).body);
  return [
    {
      title: l10n.t('Add frontmatter with name and description'),
      text: changeFrontmatter(text, file, { name, description }),
    },
  ];
};

/** It is not closed: it ends before the first empty line or heading behind which it can be read. */
export const fixUnclosed: Fixer = ({ text, file }, l10n: Localizer) => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  for (let at = 2; at <= Math.min(lines.length, 200); at += 1) {
    const isEnd = at === lines.length || /^\s*$|^#/.test(lines[at] ?? '');
    if (!isEnd) continue;
    const closed = [...lines.slice(0, at), '---', ...lines.slice(at)].join(eol);
    if (holdsKeys(closed, file))
      return [{ title: l10n.t('Close the frontmatter with "---"'), text: closed }];
  }
  return [];
};

/** It is not valid YAML: a value that needs quotes, a tab, a key twice, a space that is missing. */
export const fixBrokenYaml: Fixer = ({ text, file, problem }, l10n: Localizer) => {
  const parts = splitFile(text, file);
  const { bom, open, yaml, close, body } = parts;
  const first = fenceLine(parts) + 1;
  const isRead = (it: string): boolean => reads(it, file);
  return mendYaml(yaml, (problem.line ?? first) - first, isRead).map((mended) => ({
    title: titles[mended.how](l10n),
    text: bom + open + mended.yaml + close + body,
  }));
};

const titles = {
  quote: (l10n: Localizer) => l10n.t('Put the value in quotes'),
  space: (l10n: Localizer) => l10n.t('Put a space after the colon'),
  tabs: (l10n: Localizer) => l10n.t('Replace tabs with spaces'),
  repeated: (l10n: Localizer) => l10n.t('Remove the repeated key'),
  several: (l10n: Localizer) => l10n.t('Mend the frontmatter'),
};

/** It is a text, not keys with values: the text becomes the description. */
export const fixNotMapping: Fixer = ({ text, file }, l10n: Localizer) => {
  const { bom, open, yaml, close, body, eol } = splitFile(text, file);
  const description = yaml.replace(/\s+/g, ' ').trim();
  const printed = printYaml({ name: stemOf(file), description }).replaceAll('\n', eol);
  return [
    {
      title: l10n.t('Make this text the description'),
      text: bom + open + printed + close + body,
    },
  ];
};

/** `[…]` and `{…}`, which simple readers do not take. */
export const fixFlowStyle: Fixer = ({ text, file, problem }, l10n: Localizer) => {
  const key = keyAtLine(text, file, problem.line ?? 0);
  return key === undefined
    ? []
    : [{ title: l10n.t('Write "{0}" without brackets', key), text: reprintKey(text, file, key) }];
};

export const fixAlias: Fixer = ({ text, file }, l10n: Localizer) => [
  { title: l10n.t('Write out what "&" and "*" stand for'), text: reprintAll(text, file) },
];

/** `---` inside the frontmatter, which simple readers take for its end. */
export const fixFence: Fixer = ({ text, file }, l10n: Localizer) => {
  const { bom, open, yaml, close, body } = splitFile(text, file);
  return [
    {
      title: l10n.t('Replace "---" with a dash'),
      text: bom + open + yaml.replace(/-{3,}/g, '–') + close + body,
    },
  ];
};

/** The top-level key whose value reaches over this line of the file. */
function keyAtLine(text: string, file: string, line: number): string | undefined {
  const parts = splitFile(text, file);
  const source = parts.yaml.replaceAll('\r\n', '\n');
  const { document } = readFrontmatter(source, file);
  const lineAt = (offset: number): number =>
    fenceLine(parts) + source.slice(0, offset).split('\n').length;
  let found: string | undefined;
  visit(document, {
    Pair: (_key, { key, value }, path) => {
      if (path.length > 2 || !isScalar(key) || !key.range) return undefined;
      const end = isNode(value) && value.range ? value.range[1] : key.range[1];
      const isHere = lineAt(key.range[0]) <= line && line <= lineAt(end);
      if (isHere && isCollection(value)) found ??= String(key.value);
      return visit.SKIP;
    },
  });
  return found;
}

function reads(yaml: string, file: string): boolean {
  try {
    readFrontmatter(yaml, file);
    return true;
  } catch {
    return false;
  }
}

function holdsKeys(text: string, file: string): boolean {
  try {
    return Object.keys(readFrontmatter(splitFile(text, file).yaml, file).data).length > 0;
  } catch {
    return false;
  }
}
