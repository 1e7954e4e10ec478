/** White space and control characters, line breaks of every script included, become single spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** At most `max` UTF-16 code units; a cut is shown by `…` and never splits a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Both, for text of any size: what lies far beyond the cut is not even looked at. */
export function clippedLine(text: string, max: number): string {
  return clip(oneLine(text.slice(0, 8 * max + 1000)), max);
}
