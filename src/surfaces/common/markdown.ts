/**
 * Text from skills, models, runs and files as Markdown that shows it and does nothing else: no markup, no
 * link, no image, no command. What cannot be seen is spelt out, so that no text can hide what it says.
 */

/** Unseen: control, format, separator characters and halves of a pair. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Needed for layout, or to write some languages and emoji. */
const NEEDED = new Set(['\t', '\n', '\u200c', '\u200d']);
/** Punctuation that can begin or end markup anywhere in a line. */
const MARKUP = /[\\`*_[\]|~$@]/g;

/** Spells out what cannot be seen; keeps tabs and line feeds, makes every line end a line feed. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, (character) => {
    if (NEEDED.has(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16).padStart(4, '0');
    return code > 0xffff ? `\\u{${hex}}` : `\\u${hex}`;
  });
}

/** At most `limit` characters; what was longer ends in an ellipsis. Never cuts a character in two. */
export function clip(text: string, limit: number): string {
  // Twice the limit is enough units for that many characters: a text of megabytes is not taken apart.
  const characters = Array.from(text.slice(0, 2 * limit + 2));
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

/** On one line, visible, clipped: for labels, titles and other places that show plain text. */
export function plainLine(text: string, limit = 200): string {
  // Cut before the work, generously: white space shrinks and unseen characters grow.
  const start = text.length > 8 * limit ? `${text.slice(0, 8 * limit)}…` : text;
  return clip(visible(start.replace(/\s+/g, ' ').trim()), limit);
}

/** As running text in a line of Markdown, also in a cell of a table. */
export function inline(text: string, limit = 400): string {
  return (
    plainLine(text, limit)
      .replace(MARKUP, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Addresses become links by themselves.
      .replace(/:(?=\/)/g, '\\:')
      .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
      // What makes a list, a heading or a rule at the start of a line.
      .replace(/^[-+=#]/, '\\$&')
      .replace(/^(\d+)([.)])/, '$1\\$2')
  );
}

/** As a code span in a line of Markdown, also in a cell of a table. */
export function codeSpan(text: string, limit = 200): string {
  const line = plainLine(text, limit);
  if (line === '') return '';
  // A cell ends at a bar even inside a code span, and escaping it there is ambiguous after a backslash.
  if (line.includes('|')) return inline(line, limit);
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const space = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** As a block of code, with lines around it to stand alone. */
export function codeBlock(
  text: string,
  limits: { readonly lines?: number; readonly characters?: number } = {},
): string {
  const { lines: maxLines = 60, characters = 8_000 } = limits;
  const lines = visible(clip(text, characters)).split('\n');
  const left = lines.length - maxLines;
  const shown = left > 0 ? [...lines.slice(0, maxLines), '…'] : lines;
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line, '`') + 1)));
  return `\n${fence}text\n${shown.join('\n')}\n${fence}\n`;
}

/**
 * A table; the cells are Markdown already, as {@link inline} and {@link codeSpan} make them. Its columns begin
 * at the left, with room between them, which a renderer gives them none of.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const roomy = head.map((cell) => `${cell}\u00a0\u00a0\u00a0`);
  return [line(roomy), line(head.map(() => ':--')), ...rows.map(line)].join('\n');
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const it of text) {
    run = it === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
