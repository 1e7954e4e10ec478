/** Changes of single parts of a RunState, without touching the old one. */
import type { CandidateState, EpochState, RunState, UpdateState } from './runState';

export type Change<T> = (old: T) => T;

/** Lists that were made in the pass that is under way, and that nobody else has seen: they may be changed in place. */
let own: WeakSet<readonly unknown[]> | undefined;

/**
 * Runs a pass over many events of one run. Between its steps no state is handed out, so that lists need not be copied
 * for every event: what would be quadratic in the length of a run is linear.
 */
export function inOnePass<T>(pass: WeakSet<readonly unknown[]>, step: () => T): T {
  const before = own;
  own = pass;
  try {
    return step();
  } finally {
    own = before;
  }
}

/** The run with one epoch changed, or begun. */
export function inEpoch(state: RunState, epoch: number, change: Change<EpochState>): RunState {
  const fresh = { epoch, plannedUpdates: 0, updates: [], taxonomy: {} };
  const isIt = (known: EpochState): boolean => known.epoch === epoch;
  return { ...state, epochs: changeLast(state.epochs, isIt, () => fresh, change) };
}

/** The run with one update changed, or begun. */
export function inUpdate(
  state: RunState,
  { epoch, update }: { readonly epoch: number; readonly update: number },
  change: Change<UpdateState>,
): RunState {
  return inEpoch(state, epoch, (old) => changeUpdate(old, update, change));
}

/** The epoch with one update changed, or begun. */
export function changeUpdate(
  epoch: EpochState,
  update: number,
  change: Change<UpdateState>,
): EpochState {
  const fresh = (): UpdateState => ({
    update,
    isRecovery: false,
    batch: [],
    library: [],
    dev: { finished: 0, correct: 0, errored: 0 },
    probeRollouts: 0,
    labels: {},
    proposals: 0,
    writerFailures: 0,
    candidates: [],
    winner: null,
    isFinished: false,
  });
  const isIt = (known: UpdateState): boolean => known.update === update;
  return { ...epoch, updates: changeLast(epoch.updates, isIt, fresh, change) };
}

/** The run with one candidate changed; an id it does not know changes nothing. */
export function inCandidate(state: RunState, id: string, change: Change<CandidateState>): RunState {
  const isIt = ({ judged }: CandidateState): boolean => judged.id === id;
  const owner = state.epochs
    .flatMap(({ epoch, updates }) => updates.map((update) => ({ epoch, update })))
    .findLast(({ update }) => update.candidates.some(isIt));
  if (!owner) return state;
  return inUpdate(state, { epoch: owner.epoch, update: owner.update.update }, (update) => ({
    ...update,
    candidates: update.candidates.map((known) => (isIt(known) ? change(known) : known)),
  }));
}

/** The list with the last item that matches changed, or with a new one at its end. */
function changeLast<T>(
  items: readonly T[],
  isIt: (item: T) => boolean,
  fresh: () => T,
  change: Change<T>,
): readonly T[] {
  const at = items.findLastIndex(isIt);
  const old = items[at];
  const next = change(old ?? fresh());
  const place = old === undefined ? items.length : at;
  if (own?.has(items)) {
    (items as T[])[place] = next;
    return items;
  }
  const copy = [...items];
  copy[place] = next;
  own?.add(copy);
  return copy;
}
