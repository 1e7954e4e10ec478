/** In milliseconds, as VS Code rounds them. */
export interface ActivationTimes {
  /** Reading, compiling and running the module. */
  readonly load: number;
  /** The call of `activate`, to where it returns. */
  readonly call: number;
  /** From there until what it returned has resolved. */
  readonly finish: number;
}

/** The row of an extension in the table "Extension Activation Stats" of the report. */
export function activationTimes(report: string, id: string): ActivationTimes | undefined {
  const rows = report.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  // The last column names the extension that asked for the activation, which may be ours too.
  const cells = rows.find(([, first]) => first === id) ?? [];
  const [load, call, finish] = cells.slice(3, 6).map(Number);
  if (load === undefined || call === undefined || finish === undefined) return undefined;
  return { load, call, finish };
}
