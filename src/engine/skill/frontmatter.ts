import { Composer, Document, isMap, isScalar, LineCounter, Parser } from 'yaml';
import type { CST, YAMLMap } from 'yaml';
import { SkillFormatError } from './skillFormatError';
import type { FormatCode } from './skillFormatError';

/** A skill file cut at its fences; the parts joined in this order are the text again. */
export interface FileParts {
  /** Byte order mark, if any. */
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

/**
 * Frontmatter is what stands between a first line `---` and the next line that is exactly `---`.
 * @throws SkillFormatError when the frontmatter is not closed.
 */
export function splitFile(text: string, file: string): FileParts {
  const [, bom = '', open = ''] = /^(\uFEFF?)(---\r?\n)?/.exec(text) ?? [];
  const eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const start = bom.length + open.length;
  if (open === '') return { bom, open, yaml: '', close: '', body: text.slice(start), eol };
  const fence = /(?<=\n)---(?:\r?\n|(?![\s\S]))/g;
  fence.lastIndex = start;
  const found = fence.exec(text);
  if (found === null) {
    throw new SkillFormatError(
      'unclosed-frontmatter',
      'The frontmatter is not closed.',
      { file, line: 1 },
      { fix: 'Put a line "---" after it.' },
    );
  }
  const close = found[0];
  const body = text.slice(found.index + close.length);
  return { bom, open, yaml: text.slice(start, found.index), close, body, eol };
}

/** @throws SkillFormatError with the line, when this is not a YAML mapping or a malicious one. */
export function readFrontmatter(yaml: string, file: string): Frontmatter {
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
      1,
    );
  }
  const source = yaml.replaceAll('\r\n', '\n');
  const lines = new LineCounter();
  // The opening fence is line 1 of the file, so line n of the YAML is line n + 1.
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;

  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  const tooDeep = tokens.some((token) => depthExceeds(token, MAX_DEPTH));
  if (tooDeep)
    return refuse('broken-yaml', `The frontmatter is nested more than ${MAX_DEPTH} deep.`, 1);
  const composer = new Composer({ logLevel: 'silent', compat: 'yaml-1.1' });
  const [document = new Document({}), second] = composer.compose(tokens, true);
  if (second !== undefined)
    return refuse('broken-yaml', 'The frontmatter holds two YAML documents.', 1);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const what = problem.message.replace(/\s+/g, ' ').replace(/[.\s]*$/, '');
    return refuse(
      'broken-yaml',
      `The frontmatter is not valid YAML: ${what}.`,
      lineAt(Math.min(problem.pos[0], source.trimEnd().length)),
      problem,
    );
  }
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  const map = isEmpty ? new Document({}).contents : contents;
  if (!isMap(map))
    return refuse('not-a-mapping', 'The frontmatter is not a mapping of keys to values.', 2);

  const data = isEmpty ? {} : toData(document, refuse);
  const lineOf = (key: string) => {
    const pair = map.items.find((it) => isScalar(it.key) && it.key.value === key);
    const range = pair !== undefined && isScalar(pair.key) ? pair.key.range : undefined;
    return range ? lineAt(range[0]) : 1;
  };
  return { document, map, data, lineOf };
}

function toData(
  document: Document,
  refuse: (code: FormatCode, message: string, line: number, cause?: unknown) => never,
): Readonly<Record<string, unknown>> {
  try {
    const plain = toPlain(document.toJS({ maxAliasCount: MAX_ALIASES }));
    return isRecord(plain) ? plain : {};
  } catch (error) {
    return refuse(
      'too-many-aliases',
      'The frontmatter repeats itself through too many aliases.',
      1,
      error,
    );
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
