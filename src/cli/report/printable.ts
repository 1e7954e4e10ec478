/**
 * Text from skills, models and files as it may be shown on a terminal: control characters and
 * direction overrides are spelt out, so that no text can move the cursor or hide what it says.
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** {@link printable}, on one line of at most `limit` characters. */
export function oneLine(text: string, limit = 200): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Everything unseen but tab and line feed, which layout needs. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
