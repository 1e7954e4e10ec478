/** Does one of these entries of tasks.json say exactly this? Entries also have a label and other things of VS Code's. */
export function isWritten(
  definition: Readonly<Record<string, unknown>>,
  entries: readonly unknown[],
): boolean {
  const said = Object.entries(definition).filter(([, value]) => value !== undefined);
  return entries.some((entry) => {
    if (typeof entry !== 'object' || entry === null) return false;
    const written = new Map(Object.entries(entry));
    return said.every(([key, value]) => isSame(written.get(key), value));
  });
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
