import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Edit } from '../types';

/** What the gate judges: one edit, or a REMOVE + ADD pair as one. */
export interface Candidate {
  /** `e0-u2-1f3a9c`: epoch, update, and a digest of the edits. */
  readonly id: string;
  readonly edits: readonly Edit[];
  /** Failure label of the group it was written for. */
  readonly label: string | null;
}

export function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(value)))).slice(0, 6);
}

/** Names a candidate for people: `ADD check_units`, `REMOVE a + ADD b`. */
export function describeEdits(edits: readonly Edit[]): string {
  return edits.map((edit) => `${edit.action} ${edit.name}`).join(' + ');
}

/**
 * Splits the valid edits of one proposal into candidates. `joint`: the n-th REMOVE goes with the n-th ADD,
 * and an ADD that no REMOVE makes room for is refused when the library is full.
 */
export function toCandidates(
  edits: readonly Edit[],
  place: { readonly epoch: number; readonly update: number; readonly label: string | null },
  rules: { readonly pairs: 'joint' | 'separate'; readonly freeSlots: number },
): { readonly candidates: readonly Candidate[]; readonly refused: readonly Edit[] } {
  const make = (...group: readonly Edit[]): Candidate => ({
    id: `e${place.epoch}-u${place.update}-${digest(group)}`,
    edits: group,
    label: place.label,
  });
  if (rules.pairs === 'separate') {
    return { candidates: edits.map((edit) => make(edit)), refused: [] };
  }
  const adds = edits.filter((edit) => edit.action === 'ADD');
  const removes = edits.filter((edit) => edit.action === 'REMOVE');
  const partner = new Map<Edit, Edit>();
  for (const [i, remove] of removes.entries()) {
    const add = adds[i];
    if (add) partner.set(remove, add);
  }
  const paired = new Set(partner.values());
  const candidates: Candidate[] = [];
  const refused: Edit[] = [];
  for (const edit of edits) {
    const add = partner.get(edit);
    if (add) candidates.push(make(edit, add));
    else if (paired.has(edit)) continue;
    else if (edit.action === 'ADD' && rules.freeSlots <= 0) refused.push(edit);
    else candidates.push(make(edit));
  }
  return { candidates, refused };
}

/** Keeps the first of each. The published rule looks at the first 100 characters of the content only. */
export function withoutDuplicates(
  candidates: readonly Candidate[],
  rule: 'exact' | 'prefix',
): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ id, edits }) => {
    const key =
      rule === 'exact'
        ? id
        : JSON.stringify(
            edits.map(({ action, name, content }) => [action, name, content.slice(0, 100)]),
          );
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
