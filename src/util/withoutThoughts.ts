/**
 * What models think aloud before they answer, as they and their servers mark it: tags, bracketed tags, and the
 * channels of the Harmony format. It is never part of the answer.
 */

/** A reply without its thoughts. */
export interface Answer {
  readonly text: string;
  /** The thoughts have no end: the reply was cut within them, and the text is empty. */
  readonly isUnfinished: boolean;
}

const TAGS = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think'] as const;
/** Opening and closing marks, in lower case. */
const MARKS: readonly (readonly [open: string, close: string])[] = [
  ...TAGS.map((tag) => [`<${tag}>`, `</${tag}>`] as const),
  ['[think]', '[/think]'],
  ['◁think▷', '◁/think▷'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|start_thinking|>', '<|end_thinking|>'],
];
/** More blocks of thoughts than this are not told apart from an answer about them. */
const MAX_BLOCKS = 20;
const CHANNEL = '<|channel|>';
const MESSAGE = '<|message|>';
const ENDS = ['<|end|>', '<|return|>', '<|call|>', '<|start|>', CHANNEL];

/**
 * Takes thoughts away where they are marked as such: at the beginning, or as a block of lines of its own. A mark that
 * is only mentioned, in a sentence or in code, stays. Linear in the length of the text.
 */
export function withoutThoughts(reply: string): Answer {
  if (!/[<[◁]/.test(reply)) return { text: reply, isUnfinished: false };
  const start = reply.trimStart();
  if (start.startsWith(CHANNEL) || /^<\|start\|>\s*assistant/.test(start))
    return finalChannel(start);
  const headless = afterStrayEnd(reply);
  return withoutBlocks(headless);
}

/** The last message on the channel "final". */
function finalChannel(text: string): Answer {
  const found = /<\|channel\|>\s*final\b[^<]*<\|message\|>/g;
  let from = -1;
  for (let match = found.exec(text); match; match = found.exec(text)) from = found.lastIndex;
  if (from < 0) {
    // Neither channel nor thoughts: a message without a channel is the answer.
    const message = text.lastIndexOf(MESSAGE);
    const isPlain = message >= 0 && !text.includes(CHANNEL);
    return isPlain
      ? { text: untilEnd(text, message + MESSAGE.length), isUnfinished: false }
      : { text: '', isUnfinished: true };
  }
  return { text: untilEnd(text, from), isUnfinished: false };
}

function untilEnd(text: string, from: number): string {
  const ends = ENDS.map((end) => text.indexOf(end, from)).filter((at) => at >= 0);
  return text.slice(from, ends.length > 0 ? Math.min(...ends) : undefined);
}

/** Templates that open the thoughts themselves leave only their end in the reply. */
function afterStrayEnd(reply: string): string {
  const lower = reply.toLowerCase();
  for (const [open, close] of MARKS) {
    const end = lower.indexOf(close);
    if (end < 0) continue;
    const begin = lower.indexOf(open);
    const isStray = begin < 0 || begin > end;
    const isAlone = !/[`"']/.test(reply.charAt(end - 1)) && !isInFence(reply, end);
    if (isStray && isAlone) return reply.slice(end + close.length);
  }
  return reply;
}

function withoutBlocks(reply: string): Answer {
  const lower = reply.toLowerCase();
  const kept: string[] = [];
  let at = 0;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks += 1) {
    const block = nextBlock(reply, lower, at);
    if (block === undefined) break;
    kept.push(reply.slice(at, block.from));
    if (block.to === undefined) {
      const before = kept.join('');
      return { text: before.trim() === '' ? '' : before, isUnfinished: true };
    }
    at = block.to;
  }
  if (at === 0) return { text: reply, isUnfinished: false };
  kept.push(reply.slice(at));
  return { text: kept.join('').trim(), isUnfinished: false };
}

/** The next thoughts at the beginning of what is left, or at the beginning of a line; `to` is absent without an end. */
function nextBlock(
  reply: string,
  lower: string,
  from: number,
): { readonly from: number; readonly to: number | undefined } | undefined {
  const firstWord = from + (/^\s*/.exec(reply.slice(from, from + 10_000))?.[0].length ?? 0);
  let nearest: { from: number; to: number | undefined } | undefined;
  for (const [open, close] of MARKS) {
    const begin = lower.indexOf(open, from);
    if (begin < 0 || (nearest !== undefined && begin >= nearest.from)) continue;
    const isFirst = begin === firstWord;
    const isLine = begin === 0 || reply.charAt(begin - 1) === '\n';
    if (!isFirst && (!isLine || isInFence(reply, begin))) continue;
    const to = closing(lower, begin + open.length, open, close);
    // Without an end it is thought only where the reply begins with it.
    if (to !== undefined || (isFirst && from === 0)) nearest = { from: begin, to };
  }
  return nearest;
}

/** Where the thoughts end that have begun before `from`; they may be nested. One pass over the text. */
function closing(lower: string, from: number, open: string, close: string): number | undefined {
  const marks = new RegExp(`${literally(open)}|${literally(close)}`, 'g');
  marks.lastIndex = from;
  let depth = 1;
  let last: number | undefined;
  for (let match = marks.exec(lower); match; match = marks.exec(lower)) {
    if (match[0] === open) depth += 1;
    else {
      depth -= 1;
      last = marks.lastIndex;
      if (depth === 0) return last;
    }
  }
  // An end that is missing for a nested one shall not swallow the answer.
  return last;
}

function literally(text: string): string {
  return text.replaceAll(/[|[\]/]/g, String.raw`\$&`);
}

/** Is this place inside a block of code? */
function isInFence(text: string, at: number): boolean {
  const fences = text.slice(0, at).match(/^[ \t]*(?:`{3,}|~{3,})/gm) ?? [];
  return fences.length % 2 === 1;
}
