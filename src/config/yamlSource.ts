import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import { UserError } from '../util/errors';
import { yamlFault } from '../util/yamlFault';

export type Path = readonly (string | number)[];

/** A YAML text that was read, and still knows on which line everything stands. */
export interface YamlSource {
  readonly file: string;
  readonly data: unknown;
  /** Line of the key (or list item) at a path, or of its nearest enclosing one. From 1. */
  lineOf(path: Path): number;
}

/** Enough for any hand-written anchor, too few for a text that unfolds without end. */
const MAX_ALIASES = 100;

/** @throws UserError naming file and line when the text is not YAML. */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = yamlFault(document, text, lines);
  if (broken) {
    throw new UserError(`not valid YAML: ${broken.message}`, {
      place: { file, line: broken.line },
      fix: 'Check the indentation and the quotes around this line.',
    });
  }
  return {
    file,
    data: toData(document, file),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  };
}

function toData(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new UserError('it repeats itself through too many aliases (*name)', {
      place: { file },
      fix: 'Write the repeated parts out.',
      cause: error,
    });
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const segment of path) {
    const next = step(node, segment);
    if (!next) break;
    node = next.value;
    offset = next.offset ?? offset;
  }
  return offset;
}

interface Step {
  readonly value: Node | null;
  readonly offset: number | undefined;
}

function step(node: Node | null, segment: string | number): Step | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(
      ({ key }) => isScalar(key) && String(key.value) === String(segment),
    );
    return pair && { value: pair.value, offset: startOf(pair.key) };
  }
  if (isSeq<Node>(node)) {
    const item = node.items[Number(segment)];
    return item && { value: item, offset: startOf(item) };
  }
  return undefined;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
