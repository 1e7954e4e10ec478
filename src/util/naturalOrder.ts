let collator: Intl.Collator | undefined;

/** Compares texts so that `run 9` stands before `run 10`, the same everywhere. */
export function naturalOrder(a: string, b: string): number {
  // Made when it is first needed: it takes longer than all else that an extension's start may take.
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
