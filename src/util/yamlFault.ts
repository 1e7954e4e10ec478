import { isAlias, isCollection, isNode, isScalar, visit } from 'yaml';
import type { Document, LineCounter, YAMLParseError } from 'yaml';

/** What is wrong with a YAML text, in words for whoever wrote it. */
export interface YamlFault {
  /** From 1. */
  readonly line: number;
  /** A clause without a full stop. */
  readonly message: string;
}

/** The first thing that keeps a YAML text from being data: broken syntax, or an alias that leads nowhere. */
export function yamlFault(
  document: Document,
  source: string,
  lines: LineCounter,
): YamlFault | undefined {
  const [error] = document.errors;
  if (error) {
    const line = faultLine(document, error as YAMLParseError, lines);
    return { line, message: inWords(error, source, lines) };
  }
  const alias = badAlias(document);
  if (alias === undefined) return undefined;
  const { line } = lines.linePos(alias.offset);
  // What is no name was never meant as one.
  const isName = /^\w[\w-]*$/.test(alias.name);
  return { line, message: (isName ? undefined : unquoted(lineOf(source, line))) ?? alias.message };
}

/** An alias to an anchor that is not there, or to one that it lies in itself. */
function badAlias(
  document: Document,
): { name: string; offset: number; message: string } | undefined {
  const seen = new Set<string>();
  let found: ReturnType<typeof badAlias>;
  visit(document, (_key, node, path) => {
    if (isAlias(node)) {
      const isInside = path.some((it) => isNode(it) && 'anchor' in it && it.anchor === node.source);
      if (seen.has(node.source) && !isInside) return undefined;
      const why = isInside ? 'repeats itself without end' : 'leads nowhere';
      found = {
        name: node.source,
        offset: node.range?.[0] ?? 0,
        message: `the alias *${node.source} ${why}`,
      };
      return visit.BREAK;
    }
    if (isNode(node) && 'anchor' in node && node.anchor) seen.add(node.anchor);
    return undefined;
  });
  return found;
}

function inWords(error: Error & { code?: string }, source: string, lines: LineCounter): string {
  const { pos, code } = error as YAMLParseError;
  if (code === 'MULTIPLE_DOCS') return 'one document is wanted, and here a second one begins';
  const text = lineOf(source, lines.linePos(pos[0]).line);
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && /:\s.*:(?:\s|$)/.test(text)) {
    return 'a value that holds ": " must be quoted';
  }
  const words = error.message.replace(/\s+/g, ' ').replace(/[.\s]*$/, '');
  return unquoted(text) ?? words;
}

/** Characters that mean something of their own at the beginning of a value. */
const INDICATORS = '*&!@`%{}[],|>?-"\'';

/** Says of a line whose value begins like something else that it needs quotes. */
function unquoted(line: string): string | undefined {
  const [, value = ''] = /^\s*(?:-\s+)*(?:[^\s:"'#][^:]*:\s+)?(\S.*)$/.exec(line) ?? [];
  const first = value.charAt(0);
  if (first === '' || !INDICATORS.includes(first)) return undefined;
  // A name after it may be what was meant.
  if (/^[*&]\w+\s*$/.test(value) || /^[>|][+-]?\d?\s*$/.test(value)) return undefined;
  return first === '"' || first === "'"
    ? undefined
    : `a value that begins with ${first} must be quoted`;
}

function lineOf(source: string, line: number): string {
  return source.split('\n')[line - 1] ?? '';
}

/**
 * The line, from 1, to look at for a fault of a YAML text. What is never closed is noticed only where the next
 * thing begins, or at the end of the file; it is mended where it was opened.
 */
export function faultLine(document: Document, fault: YAMLParseError, lines: LineCounter): number {
  const [at] = fault.pos;
  const isUnclosed = fault.code === 'MISSING_CHAR' || fault.code === 'BAD_INDENT';
  const start = isUnclosed ? openedAt(document, at) : undefined;
  return lines.linePos(start ?? at).line;
}

/** Where the innermost list, mapping or text in delimiters begins that ends at this offset. */
function openedAt(document: Document, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Node(_key, node) {
      const isQuoted = isScalar(node) && node.type?.startsWith('QUOTE') === true;
      const isDelimited = isQuoted || (isCollection(node) && node.flow === true);
      if (isDelimited && node.range?.[1] === end) start = node.range[0];
    },
  });
  return start;
}
