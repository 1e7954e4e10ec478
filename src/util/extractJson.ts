/** JSON nested deeper than this is nobody's answer. */
const MAX_DEPTH = 100;

/** A reply longer than this, in characters, is looked at from its end: the answer comes last. */
const MAX_LENGTH = 1_000_000;

/**
 * How many characters may be looked at in all, however often the text makes us start again: a number for
 * each character of the text, so that no text takes more than linear time, and a cap for the longest.
 */
const WORK_PER_CHARACTER = 2 * MAX_DEPTH;
const MAX_WORK = 16_000_000;

/**
 * Finds the JSON in a model's reply: inside a fenced block if one holds it, else anywhere in the
 * prose. Returns the first value, in the order of the text, that parses and that `accept` takes, so
 * that a stray bracket before the answer does not lose it. Raw line breaks and stray backslashes
 * inside strings are forgiven. The work is bounded on any input; `undefined` when nothing was found.
 */
export function extractJson<T>(
  text: string,
  accept: (value: unknown) => value is T,
): T | undefined {
  const looked = text.slice(-MAX_LENGTH);
  const budget = { left: Math.min(MAX_WORK, WORK_PER_CHARACTER * looked.length) };
  for (const part of [...fencedParts(looked), looked]) {
    const found = firstAccepted(part, accept, budget);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

function* fencedParts(text: string): Generator<string> {
  let open: { readonly mark: string; readonly from: number } | undefined;
  for (let at = 0; at < text.length;) {
    const end = endOfLine(text, at);
    const mark = fenceMark(text, at, end);
    if (mark !== undefined && open === undefined) {
      open = { mark, from: end };
    } else if (mark !== undefined && open !== undefined && mark.startsWith(open.mark)) {
      yield text.slice(open.from, at);
      open = undefined;
    }
    at = end + 1;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/**
 * The backticks or tildes that a line opens or closes a block with. A fence is a line of its own, so that
 * one inside a JSON string (`"…\n```sql\n…"`) is none. Walked by hand: a pattern would go back and forth
 * over a long row of tildes.
 */
function fenceMark(text: string, from: number, to: number): string | undefined {
  let start = from;
  while (start < to && (text[start] === ' ' || text[start] === '\t')) start += 1;
  const char = text[start];
  if (char !== '`' && char !== '~') return undefined;
  let end = start;
  while (end < to && text[end] === char) end += 1;
  if (end - start < 3) return undefined;
  return text.slice(end, to).includes('`') ? undefined : text.slice(start, end);
}

function firstAccepted<T>(
  text: string,
  accept: (value: unknown) => value is T,
  budget: { left: number },
): { readonly value: T } | undefined {
  // Only what can begin a JSON value is worth a scan: `[see` and `{name}` are prose.
  for (const { index } of text.matchAll(/\{(?=\s*["}])|\[(?=\s*["\][{tfn\d-])/g)) {
    if (budget.left <= 0) return undefined;
    const end = endOfValue(text, index, budget);
    if (end === undefined) continue;
    budget.left -= end - index;
    const value = parse(text.slice(index, end));
    if (value !== undefined && accept(value)) return { value };
  }
  return undefined;
}

/** Where the bracket opened at `start` is closed again; `undefined` when it is not, or not properly. */
function endOfValue(text: string, start: number, budget: { left: number }): number | undefined {
  const closers: string[] = [];
  let at = start;
  let end: number | undefined;
  for (let inString = false; end === undefined && at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '[' || char === '{') {
      if (closers.length === MAX_DEPTH) break;
      closers.push(char === '[' ? ']' : '}');
    } else if (char === ']' || char === '}') {
      if (closers.pop() !== char) break;
      if (closers.length === 0) end = at + 1;
    }
  }
  budget.left -= at - start + 1;
  return end;
}

function parse(json: string): unknown {
  return tryParse(json) ?? tryParse(mendStrings(json));
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

const breaks: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Inside strings: raw breaks become escapes, and a backslash that escapes nothing stands for itself. */
function mendStrings(json: string): string {
  return json.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g, (string) =>
    string.replace(
      /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|[\\\n\r\t]/g,
      (part) => breaks[part] ?? (part === '\\' ? '\\\\' : part),
    ),
  );
}
