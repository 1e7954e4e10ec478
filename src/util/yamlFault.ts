import { isCollection, isScalar, visit } from 'yaml';
import type { Document, LineCounter, YAMLParseError } from 'yaml';

/**
 * The line, from 1, to look at for a fault of a YAML text. What is never closed is noticed only where the next
 * thing begins, or at the end of the file; it is mended where it was opened.
 */
export function faultLine(
  document: Document.Parsed,
  fault: YAMLParseError,
  lines: LineCounter,
): number {
  const [at] = fault.pos;
  const isUnclosed = fault.code === 'MISSING_CHAR' || fault.code === 'BAD_INDENT';
  const start = isUnclosed ? openedAt(document, at) : undefined;
  return lines.linePos(start ?? at).line;
}

/** Where the innermost list, mapping or text in delimiters begins that ends at this offset. */
function openedAt(document: Document.Parsed, end: number): number | undefined {
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
