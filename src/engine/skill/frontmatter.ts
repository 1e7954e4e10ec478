import { Composer, Document, isMap, isScalar, LineCounter, Parser } from 'yaml';
import type { CST, YAMLMap } from 'yaml';
import { yamlFault } from '../../util/yamlFault';
import { SkillFormatError } from './skillFormatError';
import type { FormatCode } from './skillFormatError';

/** A skill file cut at its fences; the parts joined in this order are the text again. */
export interface FileParts {
  /** Byte order mark, if any, and lines that say nothing before the opening fence. */
  readonly bom: string;
  /** The opening fence with its line end; empty without frontmatter. */
  readonly open: string;
  readonly yaml: string;
  /** The closing fence with its line end. */
  readonly close: string;
  readonly body: string;
  /** The file's line end: that of its first line. */
  readonly eol: '\n' | '\r\n';
}

/** Frontmatter, read: its nodes for whoever needs lines, its data for whoever needs values. */
export interface Frontmatter {
  readonly document: Document;
  readonly map: YAMLMap;
  readonly data: Readonly<Record<string, unknown>>;
  /** Line in the file of a top-level key, or of the opening fence when there is no such key. */
  lineOf(key: string): number;
}

/** Longer frontmatter is refused: no skill needs it, and readers slow down on it. */
const MAX_FRONTMATTER_LENGTH = 64_000;

/** Deeper nesting is refused before anything recursive sees it. */
const MAX_DEPTH = 40;

/** How often an alias may be expanded, counted as the YAML library does. */
const MAX_ALIASES = 50;

/** Line in the file, from 1, of the opening fence. */
export function fenceLine({ bom }: FileParts): number {
  return bom.split('\n').length;
}

/** A byte order mark, then lines that are empty or a comment, then `---`; blanks may follow a fence. */
const OPENING = /^(\uFEFF?(?:[^\S\n]*(?:#[^\n]*|<!--[^\n]*?-->[^\S\n]*)?\n){0,20}?)(---[^\S\n]*\n)/;

/**
 * Frontmatter is what stands between a first line `---` and the next line `---`; blanks behind the dashes do not
 * count. Empty lines and comments may stand before it where keys of a skill follow.
 * @throws SkillFormatError when the frontmatter is not closed, or when something looks like frontmatter and cannot
 * be read as such: taken for body, it would be lost with the next edit.
 */
export function splitFile(text: string, file: string): FileParts {
  const eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const opening = openingOf(text);
  if (opening === undefined) {
    const line = strayFrontmatter(text);
    if (line !== undefined) {
      throw new SkillFormatError(
        'unread-frontmatter',
        'This looks like frontmatter, but it cannot be read as such.',
        { file, line },
        { fix: 'Begin the file with a line "---", put a line "---" after the keys too.' },
      );
    }
    const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    return { bom, open: '', yaml: '', close: '', body: text.slice(bom.length), eol };
  }
  const { bom, open } = opening;
  const start = bom.length + open.length;
  const fence = /(?<=\n)---[^\S\n]*(?:\n|(?![\s\S]))/g;
  fence.lastIndex = start;
  const found = fence.exec(text);
  if (found === null) {
    throw new SkillFormatError(
      'unclosed-frontmatter',
      'The frontmatter is not closed.',
      { file, line: fenceLine({ bom, open, yaml: '', close: '', body: '', eol }) },
      { fix: 'Put a line "---" after it.' },
    );
  }
  const close = found[0];
  const body = text.slice(found.index + close.length);
  return { bom, open, yaml: text.slice(start, found.index), close, body, eol };
}

/** Where the frontmatter begins, if there is any. */
function openingOf(text: string): Pick<FileParts, 'bom' | 'open'> | undefined {
  const [, bom = '', open = ''] = OPENING.exec(text) ?? [];
  if (open === '') return undefined;
  // Behind other lines, three dashes may as well be a rule between paragraphs.
  const isFirst = bom === '' || bom === '\uFEFF';
  const rest = text.slice(bom.length + open.length);
  return isFirst || firstLines(rest, 3).some((line) => SKILL_KEY.test(line))
    ? { bom, open }
    : undefined;
}

/** Keys that make a text frontmatter, however it is fenced. */
const SKILL_KEY =
  /^[^\S\n]*["']?(?:name|description|license|allowed-tools|metadata|tags|version)["']?[^\S\n]*[:=]/i;
/** Fences of other formats, dashes that an editor bent, or dashes that do not begin their line. */
const BENT_FENCE =
  /^[\s\uFEFF\u200B-\u200D\u2060]*(?:-{2,}|[\u2010-\u2015\u2212]+|\+{3,}|`{3,} *(?:ya?ml|toml)?)[\s\u200B]*$/i;

/** The line, from 1, where something begins that was meant as frontmatter; `undefined` for plain Markdown. */
function strayFrontmatter(text: string): number | undefined {
  // Lines may end in ways that no reader of skills takes for an end.
  const lines = firstLines(text.replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n'), 40);
  const first = lines.findIndex(
    (line) => !/^[\s\uFEFF\u200B-\u200D\u2060]*(?:#.*|<!--.*)?$/.test(line),
  );
  if (first < 0) return undefined;
  if (/^\s*["']?(?:name|description)["']?\s*:\s*\S/i.test(lines[first] ?? '')) return first + 1;
  const isMeant =
    BENT_FENCE.test(lines[first] ?? '') &&
    lines.slice(first + 1, first + 4).some((line) => SKILL_KEY.test(line));
  return isMeant ? first + 1 : undefined;
}

function firstLines(text: string, count: number): readonly string[] {
  return text.slice(0, 4_000).split('\n', count);
}

/**
 * @param firstLine Line of the opening fence in the file.
 * @throws SkillFormatError with the line, when this is not a YAML mapping or a malicious one.
 */
export function readFrontmatter(yaml: string, file: string, firstLine = 1): Frontmatter {
  const refuse = (code: FormatCode, message: string, line: number, cause?: unknown): never => {
    throw new SkillFormatError(
      code,
      message,
      { file, line },
      { fix: 'Mend the frontmatter.', cause },
    );
  };
  if (yaml.length > MAX_FRONTMATTER_LENGTH) {
    return refuse(
      'too-large',
      `The frontmatter is longer than ${MAX_FRONTMATTER_LENGTH} characters.`,
      firstLine,
    );
  }
  const source = yaml.replaceAll('\r\n', '\n');
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine;

  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  const tooDeep = tokens.some((token) => depthExceeds(token, MAX_DEPTH));
  if (tooDeep)
    return refuse(
      'broken-yaml',
      `The frontmatter is nested more than ${MAX_DEPTH} deep.`,
      firstLine,
    );
  const composer = new Composer({ logLevel: 'silent', compat: 'yaml-1.1' });
  const [document = new Document({}), second] = composer.compose(tokens, true);
  if (second !== undefined)
    return refuse('broken-yaml', 'The frontmatter holds two YAML documents.', firstLine);
  const [problem] = document.errors;
  const fault = yamlFault(document, source, lines);
  if (fault !== undefined) {
    const isAlias = problem === undefined;
    const code = isAlias ? 'bad-alias' : 'broken-yaml';
    // What is missing at the end is mended on the last line that says something.
    const last = source.trimEnd().split('\n').length;
    const at = Math.min(fault.line, last) + firstLine;
    return refuse(code, `The frontmatter is not valid YAML: ${fault.message}.`, at, problem);
  }
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  const map = isEmpty ? new Document({}).contents : contents;
  if (!isMap(map))
    return refuse(
      'not-a-mapping',
      'The frontmatter is not a mapping of keys to values.',
      firstLine + 1,
    );

  const data = isEmpty
    ? {}
    : toData(document, (message) => refuse('bad-alias', message, firstLine));
  const lineOf = (key: string) => {
    const pair = map.items.find((it) => isScalar(it.key) && it.key.value === key);
    const range = pair !== undefined && isScalar(pair.key) ? pair.key.range : undefined;
    return range ? lineAt(range[0]) : firstLine;
  };
  return { document, map, data, lineOf };
}

function toData(
  document: Document,
  refuse: (message: string) => never,
): Readonly<Record<string, unknown>> {
  try {
    const plain = toPlain(document.toJS({ maxAliasCount: MAX_ALIASES }));
    return isRecord(plain) ? plain : {};
  } catch {
    return refuse('The frontmatter repeats itself through too many aliases (*name).');
  }
}

/** A deep copy that survives JSON and carries no key that could redirect a lookup. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (isRecord(value)) {
    const own = Object.entries(value).filter(([key]) => key !== '__proto__');
    return Object.fromEntries(own.map(([key, part]) => [key, toPlain(part)]));
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks without recursion: this is what protects the recursive readers. */
function depthExceeds(root: CST.Token, limit: number): boolean {
  const open: [token: CST.Token, depth: number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (depth > limit) return true;
    if (token.type === 'document' && token.value) open.push([token.value, depth + 1]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
  return false;
}
