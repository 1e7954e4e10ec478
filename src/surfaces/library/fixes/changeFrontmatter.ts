import { isMap, isNode, isScalar } from 'yaml';
import type { Document, Pair } from 'yaml';
import { canonical, printYaml, setKey } from '../../../engine/skill/editYaml';
import { readFrontmatter, splitFile } from '../../../engine/skill/frontmatter';

type Values = Readonly<Record<string, unknown>>;

/**
 * A skill file with these top-level keys set, or without those that are `undefined`; whatever else is written
 * there stays as it is. A file without frontmatter gets one.
 * @throws SkillFormatError when the text is no skill file.
 */
export function changeFrontmatter(text: string, file: string, changes: Values): string {
  return rewriteFrontmatter(text, file, (yaml, data) => {
    const wanted = withChanges(data, changes);
    let edited: string | undefined = yaml;
    for (const [key, value] of Object.entries(changes)) {
      edited = edited === undefined ? undefined : change(edited, file, key, value);
    }
    // However oddly the file is written, its data must come out right; its looks come second.
    const isRight = edited !== undefined && canonical(dataOf(edited, file)) === canonical(wanted);
    return edited !== undefined && isRight ? edited : print(wanted);
  });
}

/** The same data, the value of this key written anew, in the plainest style. */
export function reprintKey(text: string, file: string, key: string): string {
  return rewriteFrontmatter(text, file, (yaml, data) => {
    const without = change(yaml, file, key, undefined);
    const edited =
      without === undefined ? undefined : insertAt(yaml, without, print({ [key]: data[key] }));
    const isRight = edited !== undefined && canonical(dataOf(edited, file)) === canonical(data);
    return edited !== undefined && isRight ? edited : print(data);
  });
}

/** The same data, all of it written anew: without comments, anchors and styles. */
export function reprintAll(text: string, file: string): string {
  return rewriteFrontmatter(text, file, (_yaml, data) => print(data));
}

/** The text with another frontmatter; `rewrite` sees and gives line ends of one character. */
function rewriteFrontmatter(
  text: string,
  file: string,
  rewrite: (yaml: string, data: Values) => string,
): string {
  const { bom, open, yaml, close, body, eol } = splitFile(text, file);
  const { data } = readFrontmatter(yaml, file);
  const inEol = (it: string) => (eol === '\r\n' ? it.replaceAll('\n', '\r\n') : it);
  const edited = inEol(rewrite(yaml.replaceAll('\r\n', '\n'), data));
  if (open === '') return `${bom}${inEol('---\n')}${edited}${inEol('---\n\n')}${body.trimStart()}`;
  return bom + open + edited + close + body;
}

function change(yaml: string, file: string, key: string, value: unknown): string | undefined {
  try {
    const { document } = readFrontmatter(yaml, file);
    return value === undefined ? dropKey(yaml, document, key) : setKey(yaml, document, key, value);
  } catch {
    // An alias whose anchor went with another value.
    return undefined;
  }
}

/** Without the lines of one top-level key of a block mapping. */
function dropKey(yaml: string, { contents }: Document, key: string): string | undefined {
  if (contents === null || !isMap(contents) || contents.flow === true) return undefined;
  const pair = contents.items.find((it) => isScalar(it.key) && it.key.value === key);
  const place = pair === undefined ? undefined : linesOf(pair, yaml);
  return place === undefined ? undefined : yaml.slice(0, place.start) + yaml.slice(place.end);
}

function linesOf({ key, value }: Pair, yaml: string): { start: number; end: number } | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const [start, keyEnd] = key.range;
  if (start > 0 && yaml[start - 1] !== '\n') return undefined;
  const isEmpty = isScalar(value) && value.source === '';
  const valueEnd = !isEmpty && isNode(value) && value.range ? value.range[1] : keyEnd;
  if (yaml[valueEnd - 1] === '\n') return { start, end: valueEnd };
  const lineEnd = yaml.indexOf('\n', valueEnd);
  return { start, end: lineEnd < 0 ? yaml.length : lineEnd + 1 };
}

/** Puts the lines in where the shorter text has lost some. */
function insertAt(whole: string, shorter: string, lines: string): string {
  let at = 0;
  while (at < shorter.length && whole[at] === shorter[at]) at += 1;
  const lineStart = shorter.lastIndexOf('\n', at - 1) + 1;
  return shorter.slice(0, lineStart) + lines + shorter.slice(lineStart);
}

function withChanges(data: Values, changes: Values): Values {
  const all = { ...data, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Empty lists and mappings have no plain style: their keys are left out. */
function print(data: Values): string {
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const entries = Object.entries(data).filter(([, value]) => !isEmpty(value));
  return entries.length === 0 ? '' : printYaml(Object.fromEntries(entries));
}

function dataOf(yaml: string, file: string): Values | undefined {
  try {
    return readFrontmatter(yaml, file).data;
  } catch {
    return undefined;
  }
}
