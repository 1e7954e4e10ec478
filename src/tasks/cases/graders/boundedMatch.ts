import { createContext, Script } from 'node:vm';

/** Of a longer text only this much is searched. */
const MAX_CHARS = 100_000;
const TIMEOUT_MS = 500;

/** A pattern that takes exponential time on a text. */
export class PatternTooSlow extends Error {
  override readonly name = 'PatternTooSlow';
}

/**
 * A constant script: pattern and text reach it as strings, never as code. It runs in a context of its
 * own because only there can V8 stop a search that backtracks without end.
 */
const search = new Script(
  'JSON.stringify(Array.from(new RegExp(pattern, flags).exec(text) ?? [], (part) => part ?? null))',
);

/**
 * The first match of a suite author's pattern and its groups, or `undefined`. A group that took no part is `null`.
 * @throws PatternTooSlow after half a second; SyntaxError when the pattern is none.
 */
export function boundedMatch(
  pattern: string,
  flags: string,
  text: string,
): readonly (string | null)[] | undefined {
  const context = createContext({ pattern, flags, text: text.slice(0, MAX_CHARS) });
  const parts: unknown = JSON.parse(String(run(pattern, context)));
  if (!Array.isArray(parts) || parts.length === 0) return undefined;
  return parts.map((part: unknown) => (typeof part === 'string' ? part : null));
}

function run(pattern: string, context: object): unknown {
  try {
    return search.runInContext(context, { timeout: TIMEOUT_MS });
  } catch (error) {
    // Errors of the other context are no instances of this one's Error.
    const text = String(error);
    if (/timed out after \d+ms/.test(text)) {
      throw new PatternTooSlow(`the pattern /${pattern}/ did not finish within ${TIMEOUT_MS} ms`);
    }
    throw new SyntaxError(text.replace(/^SyntaxError: /, ''));
  }
}
