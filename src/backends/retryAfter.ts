/**
 * How long the server asks to wait, in milliseconds: its `Retry-After` (seconds or a date) or `x-ratelimit-reset`
 * (seconds from now, a time since the epoch, "1m30s" or a date), or words such as "try again in 1m30s" or "Limit resets
 * at: 2030-01-31 12:00:00 UTC". `undefined`: it does not say.
 */
export function askedWait(
  headers: Pick<Headers, 'get'>,
  text: string,
  now: number,
): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const asked = fromHeader(headers.get('retry-after'), now) ?? fromWords(text, now);
  // Zero says nothing about when; the reset does.
  if (asked !== undefined && asked > 0) return asked;
  return fromResets(headers, now) ?? asked;
}

const RESETS = ['x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset'];

/** When the limit that is used up begins anew; of several, the one that has nothing left, else the first to come. */
function fromResets(headers: Pick<Headers, 'get'>, now: number): number | undefined {
  for (const name of RESETS) {
    const wait = resetWait(headers.get(name), now);
    if (wait !== undefined) return wait;
  }
  const kinds = ['requests', 'tokens'].flatMap((kind) => {
    const wait = resetWait(headers.get(`x-ratelimit-reset-${kind}`), now);
    const left = headers.get(`x-ratelimit-remaining-${kind}`);
    return wait === undefined ? [] : [{ wait, isSpent: left !== null && Number(left) === 0 }];
  });
  const spent = kinds.filter(({ isSpent }) => isSpent);
  const waits = (spent.length > 0 ? spent : kinds).map(({ wait }) => wait);
  if (waits.length === 0) return undefined;
  return spent.length > 0 ? Math.max(...waits) : Math.min(...waits);
}

/** Numbers above these are times since the epoch, in seconds and in milliseconds. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;

function resetWait(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) {
    if (number >= EPOCH_MS) return until(number, now);
    return number >= EPOCH_SECONDS ? until(number * 1000, now) : Math.max(0, number * 1000);
  }
  return duration(value) ?? until(Date.parse(value), now);
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
  return duration(again[1]);
}

/** `1m30.5s`, `5 seconds`, `20ms`. */
function duration(text: string): number | undefined {
  if (!/^[\d\s.,a-z]+$/i.test(text)) return undefined;
  let total: number | undefined;
  for (const [, amount, word = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)) {
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
