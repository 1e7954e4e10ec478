import { structuredPatch } from 'diff';
import type { Colours } from '../terminal';
import { printable } from './printable';

/** How one skill file changes, as a unified diff; `null` is a file that does not exist. */
export function skillDiff(
  file: string,
  { before, after }: { readonly before: string | null; readonly after: string | null },
  colours: Colours,
): string[] {
  const { hunks } = structuredPatch('', '', unix(before), unix(after), undefined, undefined, {
    context: 3,
  });
  if (hunks.length === 0) return [];
  const shown = printable(file);
  return [
    colours.bold(before === null ? '--- /dev/null' : `--- a/${shown}`),
    colours.bold(after === null ? '+++ /dev/null' : `+++ b/${shown}`),
    ...hunks.flatMap((hunk) => [
      colours.cyan(
        `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
      ),
      ...hunk.lines
        .filter((line) => !line.startsWith('\\'))
        .map((line) => paint(printable(line), colours)),
    ]),
  ];
}

function unix(text: string | null): string {
  return (text ?? '').replace(/\r\n/g, '\n');
}

function range(start: number, lines: number): string {
  if (lines === 1) return String(start);
  // An empty side stands before the first line, by convention.
  return lines === 0 ? `${start - 1},0` : `${start},${lines}`;
}

function paint(line: string, colours: Colours): string {
  if (line.startsWith('+')) return colours.green(line);
  return line.startsWith('-') ? colours.red(line) : line;
}
