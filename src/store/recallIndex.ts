import type { RunEvent, Scope } from '../engine/learn/events';
import type { LinePlace } from './lineFile';
import { eventKey } from './runEvent';

/** What the engine asks the journal for when it resumes; everything else it works out again. */
const recallable: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>([
  'rollout.finished',
  'rollout.errored',
  'writer.replied',
  'writer.failed',
  'candidate.judged',
  'decisions.taken',
  'update.finished',
]);

/** The stretch of the run a fault belongs to; `undefined` for what is no fault. */
function faultScope(event: RunEvent): Scope | undefined {
  if (event.type === 'rollout.errored') return event.scope;
  if (event.type === 'writer.failed') return `${event.epoch}|${event.update}`;
  return undefined;
}

/**
 * Which keys a journal holds, and where the events lie that a resumed run asks for: places, not bodies.
 * A fault counts only once its scope was sealed behind it. One that was not is to be tried again, so
 * its key is free again.
 */
export class RecallIndex {
  readonly #keys = new Set<string>();
  readonly #places = new Map<string, LinePlace>();
  /** Keys of faults in scopes not sealed yet; needed only while reading. */
  readonly #unsealed = new Map<Scope, Set<string>>();
  readonly #unsealedScopes = new Map<string, Scope>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  place(key: string): LinePlace | undefined {
    return this.#places.get(key);
  }

  /** An event appended by this process: known from now on, but not to be asked for. */
  remember(key: string): void {
    this.#keys.add(key);
  }

  /** The next event found in the file. */
  read(event: RunEvent, place: LinePlace): void {
    if (event.type === 'update.finished' || event.type === 'val.finished') this.#seal(event.scope);
    const key = eventKey(event);
    if (key === undefined) return;
    this.#keys.add(key);
    if (recallable.has(event.type)) this.#places.set(key, place);
    const scope = faultScope(event);
    if (scope === undefined) this.#settle(key);
    else this.#await(key, scope);
  }

  /** Ends the reading: what was not sealed by now is to be tried again. */
  finishReading(): void {
    for (const key of this.#unsealedScopes.keys()) {
      this.#keys.delete(key);
      this.#places.delete(key);
    }
    this.#unsealed.clear();
    this.#unsealedScopes.clear();
  }

  #await(key: string, scope: Scope): void {
    const keys = this.#unsealed.get(scope) ?? new Set<string>();
    this.#unsealed.set(scope, keys.add(key));
    this.#unsealedScopes.set(key, scope);
  }

  #settle(key: string): void {
    const scope = this.#unsealedScopes.get(key);
    if (scope === undefined) return;
    this.#unsealedScopes.delete(key);
    this.#unsealed.get(scope)?.delete(key);
  }

  #seal(scope: Scope): void {
    for (const key of this.#unsealed.get(scope) ?? []) this.#unsealedScopes.delete(key);
    this.#unsealed.delete(scope);
  }
}
