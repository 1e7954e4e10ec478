/**
 * How long the server asks to wait, in milliseconds: its `Retry-After` (seconds or a date), or words
 * such as "try again in 1m30s" or "Limit resets at: 2030-01-31 12:00:00 UTC". `undefined`: it does not say.
 */
export function askedWait(header: string | null, text: string, now: number): number | undefined {
  return fromHeader(header, now) ?? fromWords(text, now);
}

function fromHeader(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  return until(Date.parse(header), now);
}

function fromWords(text: string, now: number): number | undefined {
  const resets = /resets? at:? (\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d) ?(?:UTC|Z)/i.exec(text);
  if (resets) return until(Date.parse(`${resets[1]}T${resets[2]}Z`), now);
  const again = /(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?\s*[a-z]*[\s,]*)+)/i.exec(text);
  if (!again?.[1]) return undefined;
  let total: number | undefined;
  for (const [, amount, word = ''] of again[1].matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)) {
    const unit = unitOf(word.toLowerCase());
    if (unit !== undefined) total = (total ?? 0) + Number(amount) * unit;
  }
  return total;
}

function unitOf(word: string): number | undefined {
  if (/^(ms|milli)/.test(word)) return 1;
  if (/^(s|$)/.test(word)) return 1000;
  if (word.startsWith('m')) return 60_000;
  return word.startsWith('h') ? 3_600_000 : undefined;
}

function until(time: number, now: number): number | undefined {
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
