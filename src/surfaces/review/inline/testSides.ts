/** Edits to try the review on. */
import type { TextPair } from './hunks';

export function modify(base: string, proposed: string, name = 'a_skill'): TextPair {
  return { name, action: 'MODIFY', base, proposed };
}

export const before = `---
name: read_the_bundle
description: Where a measurement is found in a Bundle.
tags: [patient, level]
version: 1
---
# Read the Bundle

A search answers with a Bundle.

## Rule

- Look at every entry.
- The number is in \`valueQuantity.value\`.

## Example

- A level of 4.1.
`;

export const after = `---
name: read_the_bundle
description: Where the latest measurement is found in a Bundle.
tags: [patient, level, recent]
version: 2
provenance:
  epoch: 0
  fixes: 2
---
# Read the Bundle

The place of an entry says nothing about its time.

A search answers with a Bundle.

## Rule

- Look at every entry of the code.
- The number is in \`valueQuantity.value\`.
- Take the greatest \`effectiveDateTime\`.

## Example

- A level of 4.1.
`;

/** Reproducible chance for tests that try many texts. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * below);
  };
}
