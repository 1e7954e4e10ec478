import type { Decision, RunEvent } from './learn/events';
import type { RunStore } from './ports';
import type { Transcript, TranscriptRef } from './types';

/** A run's memory that ends with the process: for probes run by hand, and for tests. */
export class MemoryStore implements RunStore {
  readonly events: RunEvent[] = [];
  readonly #keys = new Set<string>();
  readonly #transcripts: Transcript[] = [];
  readonly #decisions: Decision[] = [];
  readonly #waiting = new Set<() => void>();

  recall(_key: string): RunEvent | undefined {
    return undefined;
  }

  record(event: RunEvent): void {
    if ('key' in event) {
      if (this.#keys.has(event.key)) return;
      this.#keys.add(event.key);
    }
    this.events.push(event);
  }

  saveTranscript(transcript: Transcript): TranscriptRef {
    return { at: this.#transcripts.push(transcript) - 1, bytes: 1 };
  }

  /** @throws RangeError for a reference this store never gave. */
  loadTranscript(ref: TranscriptRef): Transcript {
    const transcript = this.#transcripts[ref.at];
    if (!transcript) throw new RangeError(`no transcript at ${ref.at}`);
    return transcript;
  }

  decisions(from: number): readonly Decision[] {
    return this.#decisions.slice(from);
  }

  decide(decision: Decision): void {
    this.#decisions.push(decision);
    for (const wake of this.#waiting) wake();
  }

  moreDecisions(known: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        if (!signal.aborted && this.#decisions.length <= known) return;
        this.#waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      this.#waiting.add(settle);
      signal.addEventListener('abort', settle);
      settle();
    });
  }
}
