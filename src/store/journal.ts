import type { RunEvent } from '../engine/learn/events';
import { parseEntry, printEntry, type JournalEntry } from './journalEntry';
import { LineFile } from './lineFile';
import { RecallIndex } from './recallIndex';
import { eventKey } from './runEvent';

export interface JournalOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  /** An event found in the file that fails this is taken as never recorded. */
  readonly isIntact?: (event: RunEvent) => boolean;
  /** Gets every event found in the file, in order, while it is opened. */
  readonly onEarlier?: (entry: JournalEntry) => void;
}

/** Events after which the file is flushed to the disk: whatever they seal survives a power cut. */
export function isSeal({ type }: RunEvent): boolean {
  return type === 'update.finished' || type === 'val.finished' || type.startsWith('run.');
}

/**
 * The run's journal, open for writing. It remembers keys and places only, so it stays small however long
 * the run is. Opening survives a file that ends anywhere; lines that are no events are counted.
 */
export class Journal {
  readonly #file: LineFile;
  readonly #index = new RecallIndex();
  readonly #now: () => number;
  #seq = 0;
  #corrupt = 0;

  /** @throws UserError when the file cannot be written. */
  constructor(path: string, options: JournalOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#file = new LineFile(path);
    this.#file.scan((line, at) => {
      const parsed = parseEntry(line.toString('utf8'));
      if (parsed.kind === 'corrupt') this.#corrupt += 1;
      if (parsed.kind === 'unknown') this.#seq = Math.max(this.#seq, parsed.seq);
      if (parsed.kind !== 'entry') return;
      const { entry } = parsed;
      this.#seq = Math.max(this.#seq, entry.seq);
      if (options.isIntact && !options.isIntact(entry.event)) return;
      this.#index.read(entry.event, { at, bytes: line.length });
      options.onEarlier?.(entry);
    });
    this.#index.finishReading();
  }

  /** Lines that are no events, found when the file was opened. */
  get corruptLines(): number {
    return this.#corrupt;
  }

  /** Whether an event with this key would be dropped. */
  has(key: string): boolean {
    return this.#index.has(key);
  }

  /** The event an earlier process recorded under this key, if it is of a kind that is asked for. */
  recall(key: string): RunEvent | undefined {
    const place = this.#index.place(key);
    if (!place) return undefined;
    const parsed = parseEntry(this.#file.read(place));
    return parsed.kind === 'entry' ? parsed.entry.event : undefined;
  }

  /**
   * Appends the event, durable against a kill of the process on return; `undefined` when the journal
   * holds its key already. @throws UserError when the disk is full.
   */
  append(event: RunEvent): JournalEntry | undefined {
    const key = eventKey(event);
    if (key !== undefined && this.#index.has(key)) return undefined;
    const entry = { seq: this.#seq + 1, time: new Date(this.#now()).toISOString(), event };
    this.#file.append(printEntry(entry));
    this.#seq = entry.seq;
    if (key !== undefined) this.#index.remember(key);
    if (isSeal(event)) this.#file.sync();
    return entry;
  }

  close(): void {
    this.#file.close();
  }
}
