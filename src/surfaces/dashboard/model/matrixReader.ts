import type { ProbeOutcome } from '../../../engine/types';
import type { CandidateState, RunState } from '../../../store/runState';
import { plainLine } from '../../common/markdown';
import {
  outcomeKinds,
  passWords,
  type CandidateRow,
  type Cell,
  type Confirmation,
  type MatrixData,
  type Repeats,
} from './dashboardData';

const MAX_TEXT = 1000;

type Judged = CandidateState['judged'];

/**
 * Candidates against probes. A run that goes on only adds to it: no index ever changes, and a row that is as it
 * was stays the same object, so that a long run is not gone through again for every rollout.
 */
export class MatrixReader {
  #probes = new Index();
  #statuses = new Index();
  #rows = new WeakMap<Judged, { readonly of: CandidateState; readonly row: CandidateRow }>();
  #first: Judged | undefined;

  read({ epochs }: Pick<RunState, 'epochs'>): MatrixData {
    const updates = epochs.flatMap((epoch) => epoch.updates);
    const first = updates.find(({ candidates }) => candidates.length > 0)?.candidates[0]?.judged;
    if (first !== this.#first) this.#forget();
    this.#first = first;
    const rows = updates.flatMap(({ candidates, isRecovery }) =>
      candidates.map((candidate) => this.#row(candidate, isRecovery)),
    );
    return { probes: this.#probes.shown, statuses: this.#statuses.shown, rows };
  }

  #row(candidate: CandidateState, isRecovery: boolean): CandidateRow {
    const { judged } = candidate;
    const known = this.#rows.get(judged);
    if (known && isSame(known.of, candidate)) return known.row;
    const row = rowOf(candidate, isRecovery, this.#probes, this.#statuses);
    this.#rows.set(judged, { of: candidate, row });
    return row;
  }

  /** It is another run, or the same one from its start. */
  #forget(): void {
    this.#probes = new Index();
    this.#statuses = new Index();
    this.#rows = new WeakMap();
  }
}

function isSame(a: CandidateState, b: CandidateState): boolean {
  return a.isApplied === b.isApplied && a.decision === b.decision && a.canaries === b.canaries;
}

/** As it may be shown: on one line, with nothing hidden in it. */
function shown(word: string): string {
  return plainLine(word, 120);
}

/** Numbers words in the order of their first coming. */
class Index {
  readonly #numbers = new Map<string, number>();
  /** The words, as they may be shown. */
  #shown: string[] = [];

  of(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#shown = [...this.#shown, shown(word)];
    return this.#numbers.set(word, this.#numbers.size).size - 1;
  }

  get shown(): readonly string[] {
    return this.#shown;
  }
}

function rowOf(
  { judged, isApplied, decision, canaries }: CandidateState,
  isRecovery: boolean,
  probes: Index,
  statuses: Index,
): CandidateRow {
  const { id, epoch, update, edits, label, verdict, reason, score, complete, outcomes } = judged;
  const faults: Record<string, string> = {};
  const repeats: Record<string, Repeats> = {};
  const cells = outcomes.map((probe): Cell => {
    const column = probes.of(probe.sample);
    if (probe.outcome === 'errored' && probe.reason !== undefined)
      faults[column] = plainLine(probe.reason, MAX_TEXT);
    if (probe.repeats) repeats[column] = repeatsOf(probe.repeats);
    return [
      column,
      outcomeOf(probe),
      pass(probe.passedBefore),
      pass(probe.baselineCorrect),
      probe.status === undefined ? -1 : statuses.of(probe.status),
    ];
  });
  return {
    id,
    epoch,
    update,
    isRecovery,
    edits: edits.map(({ action, name }) => ({ action, name: shown(name) })),
    label: shown(label ?? ''),
    verdict,
    reason: plainLine(reason, MAX_TEXT),
    isApplied,
    override: overrideOf(decision, verdict),
    fixes: score.fixes,
    regressions: score.regressions,
    score: score.adjusted,
    isComplete: complete,
    cells,
    faults,
    repeats,
    confirmation: confirmationOf(judged.numbers),
    canaries: plainLine(canaries?.reason ?? '', MAX_TEXT),
    isRolledBack: canaries?.rolledBack === true,
  };
}

function repeatsOf({ candidate, baseline }: NonNullable<ProbeOutcome['repeats']>): Repeats {
  return [candidate.passes, candidate.rollouts, baseline.passes, baseline.rollouts];
}

function confirmationOf(numbers: CandidateState['judged']['numbers']): Confirmation | null {
  if (!numbers) return null;
  const { rounds, rollouts, won, lost, p, effect, flipRate } = numbers;
  const { rate, low, high } = effect;
  const flips = { passing: flipRate.passing.rate, failing: flipRate.failing.rate };
  return { rounds, rollouts, won, lost, p, effect: { rate, low, high }, flips };
}

function overrideOf(
  taken: CandidateState['decision'],
  verdict: CandidateRow['verdict'],
): CandidateRow['override'] {
  if (taken === undefined || taken.effect === 'stale') return null;
  const { decision } = taken.decision;
  if (decision === 'accept') return verdict === 'accepted' ? null : 'accepted';
  return decision === 'reject' && verdict === 'accepted' ? 'rejected' : null;
}

/** A word that this version does not know says nothing about the sample. */
function outcomeOf({ outcome }: ProbeOutcome): number {
  const index = outcomeKinds.indexOf(outcome);
  return index < 0 ? outcomeKinds.indexOf('not evaluated') : index;
}

function pass(passed: boolean | null | undefined): number {
  const word =
    passed === undefined ? 'unknown' : passed === null ? 'errored' : passed ? 'passed' : 'failed';
  return passWords.indexOf(word);
}
