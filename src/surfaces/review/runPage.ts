import type { Decision } from '../../engine/learn/events';
import type { Decisions } from '../../store/decisions';
import type { CandidateState, RunState } from '../../store/runState';
import type { KnownRun, RunCatalog } from '../common/runCatalog';
import { runOrigin, type RunOrigin } from '../common/runOrigin';
import { lastWords } from './foldDecisions';

/** One run as far as its edits go. */
export class RunPage {
  state: RunState | undefined;
  candidates: readonly CandidateState[] = [];
  words: ReadonlyMap<string, Decision> = new Map();
  origin: RunOrigin | undefined;
  #decisions: Decisions | undefined;
  #isOriginKnown = false;

  constructor(
    public run: KnownRun,
    private readonly runs: RunCatalog,
  ) {}

  /** Reads on. Is there anything new to show of its edits? @throws UserError when its files cannot be read. */
  async read(): Promise<boolean> {
    const { candidatesOf } = await import('../../store/runState');
    const state = await this.runs.state(this.run);
    const candidates = candidatesOf(state);
    const said = await this.#readDecisions(state);
    const old = this.state;
    const hasNews =
      old === undefined ||
      said ||
      old.status !== state.status ||
      old.run !== state.run ||
      !sameItems(old.waiting, state.waiting) ||
      !sameItems(this.candidates, candidates);
    this.state = state;
    this.candidates = candidates;
    // A configuration is written once, before the first event.
    if (!this.#isOriginKnown) {
      this.origin = await runOrigin(this.run);
      this.#isOriginKnown = state.started !== '';
    }
    return hasNews;
  }

  async #readDecisions({ status }: RunState): Promise<boolean> {
    if (this.#decisions === undefined) {
      const { Decisions } = await import('../../store/decisions');
      this.#decisions = new Decisions(this.run.dir);
    }
    const known = this.words;
    let said = this.#decisions.from(0);
    const isLive = status === 'running' || status === 'waiting';
    if (this.#decisions.hasLost && !isLive) {
      // A live run keeps what it was told; of another one the file is all there is.
      const { Decisions } = await import('../../store/decisions');
      this.#decisions = new Decisions(this.run.dir);
      said = this.#decisions.from(0);
    }
    const words = lastWords(said);
    this.words = words;
    return words.size !== known.size || [...words].some(([id, said]) => known.get(id) !== said);
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
