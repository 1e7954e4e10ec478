/** Characters looked at in total, so that a hostile reply cannot keep the grader busy. */
const WORK = 2_000_000;

/**
 * The JSON value that a reply answers with: the whole reply, else the last fenced block that parses,
 * else the last object or list amid the prose. `undefined` when there is none.
 */
export function lastJson(reply: string): { readonly value: unknown } | undefined {
  return parse(reply.trim()) ?? lastFenced(reply) ?? lastAmidProse(reply);
}

function parse(text: string): { readonly value: unknown } | undefined {
  if (text === '') return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function lastFenced(reply: string): { readonly value: unknown } | undefined {
  const parts = reply.split('```');
  for (let i = parts.length - (parts.length % 2 === 0 ? 1 : 2); i > 0; i -= 2) {
    const found = parse((parts[i] ?? '').replace(/^[\w-]*[ \t]*\r?\n/, '').trim());
    if (found) return found;
  }
  return undefined;
}

function lastAmidProse(reply: string): { readonly value: unknown } | undefined {
  let last: { readonly value: unknown } | undefined;
  let work = WORK;
  for (let at = 0; at < reply.length && work > 0; at++, work--) {
    if (reply[at] !== '{' && reply[at] !== '[') continue;
    const end = balancedEnd(reply, at, work);
    work -= Math.abs(end) - at;
    const found = end > 0 ? parse(reply.slice(at, end)) : undefined;
    if (!found) continue;
    last = found;
    at = end - 1;
  }
  return last;
}

/** Where the bracket opened at `start` is closed (exclusive); negative: given up there. */
function balancedEnd(text: string, start: number, work: number): number {
  const open: string[] = [];
  const limit = Math.min(text.length, start + work);
  for (let at = start; at < limit; at++) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at, limit);
    else if (char === '{') open.push('}');
    else if (char === '[') open.push(']');
    else if (char === '}' || char === ']') {
      if (open.pop() !== char) return -at;
      if (open.length === 0) return at + 1;
    }
  }
  return -limit;
}

function stringEnd(text: string, start: number, limit: number): number {
  let at = start + 1;
  while (at < limit && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
