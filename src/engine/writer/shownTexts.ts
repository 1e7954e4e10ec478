import type { LineRange, Shown } from './types';

/** A text that the writer may change, and how much of it was shown. */
export interface ShownText {
  /** The whole text, lines ended by `\n`. */
  readonly text: string;
  /** Lines that were shown, in order; `all` when nothing was left out. */
  readonly lines: 'all' | readonly LineRange[];
}

/** By name; what is not in it was not shown. */
export type ShownTexts = ReadonlyMap<string, ShownText>;

/** The texts behind what the journal says was shown. */
export function shownTexts(
  { full, partly }: Shown,
  textOf: (name: string) => string | undefined,
): ShownTexts {
  const all = full.map((name) => ({ name, lines: 'all' as const }));
  return new Map(
    [...all, ...partly].flatMap(({ name, lines }) => {
      const text = textOf(name);
      return text === undefined ? [] : [[name, { text: unixLines(text), lines }] as const];
    }),
  );
}

/** A stretch of a text that was shown without a gap. */
export interface Stretch {
  /** Where it begins in the text. */
  readonly at: number;
  readonly text: string;
}

export function stretchesOf({ text, lines }: ShownText): readonly Stretch[] {
  if (lines === 'all') return [{ at: 0, text }];
  const starts = lineStarts(text);
  return lines.map(({ from, to }) => {
    const at = starts[from - 1] ?? text.length;
    // Up to the line break that ends its last line, which may stand for the next one, too.
    const end = to < starts.length ? (starts[to] ?? text.length) - 1 : text.length;
    return { at, text: text.slice(at, end) };
  });
}

export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
