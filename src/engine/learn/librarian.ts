/** Keeps the library of a run: what is in it, why, and what the author decided. */
import { EditConflict, Library } from '../skill/library';
import type { RunContext } from './context';
import type { Decision, DecisionTaken, EpochLabel, LibraryCause } from './events';
import {
  changedSince,
  putInForce,
  resolveDecision,
  takeBack,
  versionsOf,
  type JudgedEdit,
  type LibraryState,
} from './overrides';

export class Librarian {
  #state: LibraryState;
  readonly #judged = new Map<string, JudgedEdit>();
  /** The author's last word on an edit; an undo withdraws it. */
  #decisions = new Map<string, Decision>();
  /** How many of the author's decisions have been taken up. */
  #taken = 0;
  #changes = 0;

  constructor(private readonly context: RunContext) {
    this.#state = { library: context.library, inForce: new Map() };
    this.#record({ kind: 'start' }, this.#state, []);
  }

  get library(): Library {
    return this.#state.library;
  }

  /** The library and its history of edits, to come back to. */
  get checkpoint(): LibraryState {
    return this.#state;
  }

  /** From now on the author may decide on this edit. */
  judged(edit: Omit<JudgedEdit, 'baseVersions'>): void {
    const baseVersions = versionsOf(edit.edits, this.library);
    this.#judged.set(edit.id, { ...edit, baseVersions });
  }

  /** Applies an edit the gate accepted, unless the author has decided otherwise. */
  apply(id: string): boolean {
    const judged = this.#judged.get(id);
    if (!judged || this.#decisions.get(id)?.decision === 'reject') return false;
    if (this.#state.inForce.has(id)) return true;
    // What the author put in against the gate, only the author takes out.
    if (this.#removesAuthorsOwn(judged) && !this.isAuthorsOwn(id)) return false;
    // What the author decided meanwhile may have taken away what it was measured on.
    if (changedSince(this.library, judged.baseVersions) !== undefined) return false;
    const next = this.#putIn(judged);
    if (!next) return false;
    this.#record({ kind: 'edit', id }, next, judged.edits);
    return true;
  }

  /** Takes an accepted edit out again because it did harm elsewhere; from now on it counts as refused. */
  rollBack(id: string): void {
    const judged = this.#judged.get(id);
    const edit = this.#state.inForce.get(id);
    if (!judged || !edit) return;
    this.#judged.set(id, { ...judged, verdict: 'rejected' });
    this.#record({ kind: 'rollback', id }, takeBack(this.#state, id, edit), judged.edits);
  }

  /** Has the author accepted this edit? */
  isAuthorsOwn(id: string): boolean {
    return this.#decisions.get(id)?.decision === 'accept';
  }

  /** Takes up what the author has decided since the last time; `at` names this point of the run. */
  takeDecisions(at: string): readonly DecisionTaken[] {
    const key = `decisions|${at}`;
    const recalled = this.context.store.recall(key);
    const pending =
      recalled?.type === 'decisions.taken'
        ? recalled.taken.map(({ decision }) => decision)
        : this.context.store.decisions(this.#taken);
    const taken = pending.map((decision) => this.#resolve(decision));
    this.#taken += pending.length;
    // Recorded even when there were none: a resumed run must not take up a decision earlier than it did.
    this.context.store.record({ type: 'decisions.taken', key, taken });
    return taken;
  }

  /**
   * Before a winner is applied: with `review: ask`, waits until the author has decided on it, calling `onWait`
   * when that takes waiting. What an earlier process asked, or did not ask, stays as it was, however this one is set.
   */
  async review(at: string, edit: string, onWait: () => void, signal: AbortSignal): Promise<void> {
    const { store, options } = this.context;
    const wasRecorded = (place: string): boolean =>
      store.recall(`decisions|${place}`) !== undefined;
    const asks = options.review === 'ask' && !wasRecorded(`${at}|unasked`);
    let isWaiting = false;
    for (let round = 0; asks || wasRecorded(`${at}|${round}`); round++) {
      const isPast = wasRecorded(`${at}|${round}`);
      const known = this.#taken;
      const taken = this.takeDecisions(`${at}|${round}`);
      // A word on it ends the wait even where it could not be carried out: there is nothing more to ask.
      const isDecided = ({ decision }: DecisionTaken): boolean =>
        decision.edit === edit && decision.decision !== 'undo';
      if (this.#decisions.has(edit) || taken.some(isDecided)) return;
      if (isPast || this.#taken > known) continue;
      if (!isWaiting) onWait();
      isWaiting = true;
      await store.moreDecisions(known, signal);
    }
    this.takeDecisions(`${at}|unasked`);
  }

  /** Makes a checkpoint the library again, and carries the author's decisions over to it. */
  restore(checkpoint: LibraryState, epoch: EpochLabel): void {
    this.#record({ kind: 'restore', epoch }, checkpoint, []);
    for (const decision of this.#decisions.values()) this.#resolve(decision);
  }

  #removesAuthorsOwn({ edits }: JudgedEdit): boolean {
    return edits.some(
      ({ action, name }) =>
        action === 'REMOVE' && this.library.find(name)?.provenance?.override !== undefined,
    );
  }

  /** `undefined` when it does not apply after all. */
  #putIn(judged: JudgedEdit): LibraryState | undefined {
    try {
      return putInForce(this.#state, judged, judged.provenance);
    } catch (error) {
      if (error instanceof EditConflict) return undefined;
      throw error;
    }
  }

  #resolve(decision: Decision): DecisionTaken {
    const judged = this.#judged.get(decision.edit);
    const { maxLearnedSkills } = this.context.options;
    const { state, taken } = resolveDecision(this.#state, judged, decision, maxLearnedSkills);
    if (taken.effect !== 'stale') {
      if (decision.decision === 'undo') this.#decisions.delete(decision.edit);
      else this.#decisions.set(decision.edit, decision);
    }
    if (state !== this.#state) {
      this.#record({ kind: 'decision', id: decision.edit }, state, judged?.edits ?? []);
    }
    return taken;
  }

  #record(
    cause: LibraryCause,
    next: LibraryState,
    applied: readonly { action: 'ADD' | 'MODIFY' | 'REMOVE'; name: string }[],
  ): void {
    const before = this.#state.library;
    const { library } = next;
    this.#state = next;
    this.context.store.record({
      type: 'library.changed',
      key: `library|${this.#changes++}`,
      cause,
      applied: applied.map(({ action, name }) => ({ action, name })),
      files:
        cause.kind === 'start'
          ? Object.fromEntries(library.files())
          : Library.diff(before, library),
      names: library.names(),
      inForce: [...next.inForce.keys()],
    });
  }
}
