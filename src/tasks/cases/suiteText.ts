import { isMap, isPair, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { UserError } from '../../util/errors';
import { yamlFault } from '../../util/yamlFault';

/** Steps from the top of a suite to one of its values. */
export type Path = readonly PropertyKey[];

/** A suite file, read but not yet checked. */
export interface SuiteText {
  readonly value: unknown;
  /** Line (from 1) of the value there, or of the nearest thing around it that exists. */
  lineOf(path: Path): number;
}

/**
 * Reads a YAML or JSON suite.
 * @throws UserError with the line when it is neither.
 */
export function readYaml(text: string, file: string): SuiteText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fault = yamlFault(document, text, lines);
  if (fault) {
    throw new UserError(`cannot be read: ${fault.message}`, {
      place: { file, line: fault.line },
      fix: 'Mend the YAML there; texts with `: `, `#` or `{` need quotes.',
    });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 });
  } catch (cause) {
    throw new UserError('it repeats itself through too many aliases (*name)', {
      place: { file, line: 1 },
      fix: 'Write the repeated parts out.',
      cause,
    });
  }
  return { value, lineOf: (path) => lineIn(document, lines, path) };
}

/**
 * Reads a JSON suite; what JSON refuses (comments, a last comma) is let through as YAML.
 * @throws UserError with the line when it is neither.
 */
export function readJson(text: string, file: string): SuiteText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return readYaml(text, file);
  }
  let located: SuiteText | undefined;
  return { value, lineOf: (path) => (located ??= readYaml(text, file)).lineOf(path) };
}

/**
 * Reads a JSONL suite: a case a line, and `{"suite": {…}}` on the first line if there is something
 * to say about all of them.
 * @throws UserError with the line that is no JSON object.
 */
export function readJsonLines(text: string, file: string): SuiteText {
  const rows = text.split('\n').flatMap((source, i) => {
    const trimmed = source.trim();
    return trimmed === '' ? [] : [{ line: i + 1, value: objectOn(trimmed, { file, line: i + 1 }) }];
  });
  const [first, ...rest] = rows;
  const header = first && Object.hasOwn(first.value, 'suite') ? first : undefined;
  const extra = header && Object.keys(header.value).find((key) => key !== 'suite');
  if (header && extra !== undefined) {
    throw new UserError(`the line of the suite may hold nothing but "suite", not "${extra}"`, {
      place: { file, line: header.line },
      fix: `Move "${extra}" into the object of "suite", or onto a line of its own.`,
    });
  }
  const cases = header ? rest : rows;
  const suite: unknown = header ? header.value['suite'] : {};
  if (typeof suite !== 'object' || suite === null || Array.isArray(suite)) {
    throw new UserError('"suite" must be an object', { place: { file, line: header?.line ?? 1 } });
  }
  return {
    value: { ...suite, cases: cases.map((row) => row.value) },
    lineOf: ([top, index]) =>
      (top === 'cases' && typeof index === 'number' ? cases[index]?.line : header?.line) ?? 1,
  };
}

function objectOn(text: string, place: { file: string; line: number }): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      place,
      fix: 'A JSONL suite has one whole JSON object on each line.',
      cause,
    });
  }
  if (isRecord(value)) return value;
  throw new UserError('is not a JSON object', {
    place,
    fix: 'A JSONL suite has one JSON object on each line, such as {"input": …, "expected": …}.',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineIn(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const at = offsetOf(document, path.slice(0, length));
    if (at !== undefined) return Math.max(1, lines.linePos(at).line);
  }
  return 1;
}

/** Where a value begins: at its key when it has one. */
function offsetOf(document: Document, path: Path): number | undefined {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const key = String(path.at(-1));
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === key);
    return rangeStart(pair?.key);
  }
  return rangeStart(path.length === 0 ? document.contents : document.getIn(path, true));
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const range: unknown = node.range;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
