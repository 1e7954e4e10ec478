import { wordsOf } from '../skill/tokens';
import { oneLine } from './oneLine';
import { partOfText } from './partOfText';
import { fenced } from './prompts/quote';
import { roughTokens } from '../roughTokens';
import { unixLines } from './shownTexts';
import type { LineRange, Shown, Trace } from './types';

/** A text that a prompt would like to show; `matters` if it is worth showing in part. */
export interface Wanted {
  readonly name: string;
  readonly text: string;
  readonly matters: boolean;
}

export interface ShownLines {
  readonly lines: readonly string[];
  readonly shown: Shown;
}

/** A part smaller than this, in tokens, is not worth its place. */
const LEAST_PART = 200;

/**
 * As many of the texts as fit, in the order given: in full, else in part if they matter, else not. What was left
 * out is said where it is missing, with its lines.
 * @param fence Name of the marks around each text.
 */
export function showTexts(
  wanted: readonly Wanted[],
  about: ReadonlySet<string>,
  maxTokens: number,
  fence: string,
): ShownLines {
  const full: string[] = [];
  const partly: { name: string; lines: readonly LineRange[] }[] = [];
  const out: string[] = [];
  const missing: string[] = [];
  let left = maxTokens;
  for (const { name, text, matters } of wanted) {
    const tokens = roughTokens(text) + roughTokens(name) + 20;
    if (tokens <= left) {
      left -= tokens;
      full.push(name);
      out.push('', `${oneLine(name)}:`, fenced(fence, text));
      continue;
    }
    const all = unixLines(text).split('\n');
    // Others that matter are to have their part as well.
    const room = Math.floor(left / 2) - 60;
    const lines = matters && room >= LEAST_PART ? partOfText(all, about, room) : [];
    if (lines.length === 0) {
      missing.push(oneLine(name));
      continue;
    }
    const part = partLines(all, lines);
    left -= roughTokens(part) + 60;
    partly.push({ name, lines });
    out.push('', `${oneLine(name)}, in part (${rangesText(lines)} of ${String(all.length)}):`);
    out.push(fenced(fence, part));
  }
  if (missing.length > 0) {
    out.push('', `Not shown for want of room, so not to be changed by MODIFY: ${named(missing)}.`);
  }
  return { lines: out, shown: { full, partly, unseen: missing.length } };
}

/** The words that a group of failures is about. */
export function wordsOfGroup(
  group: readonly Trace[],
  diagnoses: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const failing = group.filter(({ correct }) => correct !== true);
  const texts = failing.flatMap(({ sample, instruction, error = '', answer, failureTags }) => [
    ...[instruction, error, answer].map((text) => text.slice(0, 4000)),
    ...failureTags,
    Object.hasOwn(diagnoses, sample) ? (diagnoses[sample] ?? '') : '',
  ]);
  return new Set(texts.flatMap((text) => wordsOf(text)));
}

function partLines(all: readonly string[], ranges: readonly LineRange[]): string {
  const out: string[] = [];
  let next = 1;
  const gap = (to: number): void => {
    if (to >= next) out.push(`(${rangeText({ from: next, to })} not shown)`);
  };
  for (const { from, to } of ranges) {
    gap(from - 1);
    out.push(...all.slice(from - 1, to));
    next = to + 1;
  }
  gap(all.length);
  return out.join('\n');
}

function rangesText(ranges: readonly LineRange[]): string {
  return `lines ${ranges.map(({ from, to }) => `${String(from)}-${String(to)}`).join(', ')}`;
}

function rangeText({ from, to }: LineRange): string {
  return from === to ? `line ${String(from)}` : `lines ${String(from)} to ${String(to)}`;
}

/** A few hundred names are as good as all of them. */
function named(names: readonly string[]): string {
  const some = names.slice(0, 100).join(', ');
  return names.length > 100 ? `${some} and ${String(names.length - 100)} more` : some;
}
