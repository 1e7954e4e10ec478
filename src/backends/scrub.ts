/** Texts shorter than this are words, not keys; replacing them would garble what people read. */
const SHORTEST_KEY = 4;
/** In a reply only what cannot be a word by chance is taken out. */
const SHORTEST_KEY_IN_REPLY = 16;
const LONGEST = 300;
/** So much of a text is looked at; what is kept ends so much earlier that it holds no half of a credential. */
const LOOKED_AT = 65_536;
const LONGEST_CREDENTIAL = 4_096;

/** A header or setting that holds a credential, up to its value; and the value. */
const HEADER =
  /(["']?(?:(?:proxy-)?authorization|(?:x-)?api[-_]?key)["']?\s*[:=]\s*["']?(?:(?:bearer|basic)\s+)?)[^\s"',;}]+/gi;

/**
 * A text from outside made fit for an error message: one line, no control characters, no key, no
 * credentials in headers, at most 300 characters.
 */
export function scrub(text: string, key?: string): string {
  // The key goes before anything is cut, or half of it would stay.
  const whole = withoutKey(text, key, SHORTEST_KEY);
  const bare = whole
    .slice(0, LOOKED_AT)
    .replace(HEADER, '$1[key]')
    .replace(/\b(bearer|basic)(\s+)[^\s"',;]{12,}/gi, '$1$2[key]')
    .replace(/\bsk-[\w*-]{6,}/g, '[key]');
  const kept = whole.length <= LOOKED_AT ? bare : bare.slice(0, -LONGEST_CREDENTIAL);
  // A terminal would obey them.
  const clean = kept.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1)}…`;
}

/** A model's reply without the key, in case a server echoes what it was sent. Otherwise unchanged. */
export function scrubReply(text: string, key?: string): string {
  return withoutKey(text, key, SHORTEST_KEY_IN_REPLY);
}

function withoutKey(text: string, key: string | undefined, shortest: number): string {
  if (key === undefined || key.length < shortest) return text;
  return [key, encodeURIComponent(key), Buffer.from(key).toString('base64')].reduce(
    (rest, form) => rest.replaceAll(form, '[key]'),
    text,
  );
}
