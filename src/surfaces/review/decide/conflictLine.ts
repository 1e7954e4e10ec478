/**
 * The line, from 1, of the first merge conflict that a version control system has left in a text: its three marks, one
 * after the other. `undefined`: there is none.
 */
export function conflictLine(text: string): number | undefined {
  let start: number | undefined;
  let hasMiddle = false;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^<{7}(?: |$)/.test(line)) {
      start = at + 1;
      hasMiddle = false;
    } else if (start !== undefined && /^={7}$/.test(line)) hasMiddle = true;
    else if (hasMiddle && /^>{7}(?: |$)/.test(line)) return start;
  }
  return undefined;
}
