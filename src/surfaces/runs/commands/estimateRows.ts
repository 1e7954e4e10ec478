/** One line of the estimate, taken apart for a list. */
export interface EstimateRow {
  readonly label: string;
  readonly text: string;
}

/** The command line's own estimate, line by line; its first line is a heading. */
export function estimateRows(lines: readonly string[]): readonly EstimateRow[] {
  return lines.slice(1).flatMap((line) => {
    const [label = '', ...rest] = line.trim().split(/ {2,}/);
    return label === '' ? [] : [{ label, text: rest.join(' ') }];
  });
}
