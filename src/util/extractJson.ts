/** JSON nested deeper than this is nobody's answer. */
const MAX_DEPTH = 100;

/** How many characters may be looked at in all, however often the text makes us start again. */
const MAX_WORK = 16_000_000;

/** A fence is a line of its own, so that one inside a JSON string (`"…\n```sql\n…"`) is none. */
const fence = /^[ \t]*(`{3,}|~{3,})[^\n`]*$/gm;

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
  const budget = { left: MAX_WORK };
  for (const part of [...fencedParts(text), text]) {
    const found = firstAccepted(part, accept, budget);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

function* fencedParts(text: string): Generator<string> {
  let open: { readonly mark: string; readonly from: number } | undefined;
  for (const match of text.matchAll(fence)) {
    const mark = match[1] ?? '';
    if (open === undefined) {
      open = { mark, from: match.index + match[0].length };
    } else if (mark.startsWith(open.mark)) {
      yield text.slice(open.from, match.index);
      open = undefined;
    }
  }
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
