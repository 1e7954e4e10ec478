import type { RunEvent } from '../engine/learn/events';
import { isRecord, tryParse } from './json';
import { isRunEvent } from './runEvent';

/** One line of a journal. */
export interface JournalEntry {
  /** Counts up from 1 over the life of the run. */
  readonly seq: number;
  /** ISO 8601. */
  readonly time: string;
  readonly event: RunEvent;
}

/** `unknown`: a line of a journal, but of a kind or shape this version does not know. `corrupt`: no such line. */
export type ParsedLine =
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  | { readonly kind: 'unknown'; readonly seq: number }
  | { readonly kind: 'blank' | 'corrupt' };

export function printEntry({ seq, time, event }: JournalEntry): string {
  return JSON.stringify({ seq, time, ...event });
}

export function parseEntry(line: string): ParsedLine {
  if (line.trim() === '') return { kind: 'blank' };
  // Editors put a byte order mark before the first line.
  const value = tryParse(line.replace(/^\uFEFF/, ''));
  if (!isRecord(value)) return { kind: 'corrupt' };
  const { seq, time, ...event } = value;
  if (typeof seq !== 'number' || typeof time !== 'string' || typeof event.type !== 'string') {
    return { kind: 'corrupt' };
  }
  return isRunEvent(event)
    ? { kind: 'entry', entry: { seq, time, event } }
    : { kind: 'unknown', seq };
}
