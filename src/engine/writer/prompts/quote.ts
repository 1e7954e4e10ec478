import { clip, clippedLine, oneLine } from '../oneLine';

/**
 * Text that somebody else wrote, as one line inside quotes. Other parts read prompts line by line, so
 * what is quoted must not be able to begin a line, or to end its quotes.
 */
export function quoted(text: string, max: number): string {
  return JSON.stringify(clippedLine(text, max));
}

/** JSON on one line, whatever a reader takes for the end of a line. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value) ?? '';
  return json.replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Any value as text: a string is itself, everything else its JSON. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : (JSON.stringify(value) ?? '');
}

/** Short words joined by commas, none of which can fake another or a bracket. */
export function wordList(words: readonly string[]): string {
  return words
    .map((word) => clip(oneLine(word.replace(/[[\],|]/g, ' ')), 80))
    .filter((word) => word !== '')
    .join(', ');
}

/**
 * Text of several lines between `<<<NAME` and `NAME>>>`. A line of the text that looks like either
 * mark is set off by `| `, so that only we can end the block.
 */
export function fenced(name: string, text: string): string {
  const mark = new RegExp(`^\\s*(?:<<<\\s*${name}|${name}\\s*>>>)`, 'i');
  const lines = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
  const safe = lines.map((line) => (mark.test(line) ? `| ${line}` : line));
  return [`<<<${name}`, ...safe, `${name}>>>`].join('\n');
}
