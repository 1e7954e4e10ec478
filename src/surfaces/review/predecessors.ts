import type { Decision } from '../../engine/learn/events';
import type { CandidateState } from '../../store/runState';
import { own } from './decide/parts';
import { decided } from './foldDecisions';

/** Finds the edit of the same run that another one builds on, where the author has not accepted it. */
export class Predecessors {
  #makers: ReadonlyMap<string, CandidateState> | undefined;

  constructor(
    private readonly candidates: readonly CandidateState[],
    private readonly words: ReadonlyMap<string, Decision>,
  ) {}

  /** @param name The skill that stands in the way. */
  missing({ judged }: CandidateState, name: string): CandidateState | undefined {
    const base = own(judged.before, name);
    if (typeof base !== 'string') return undefined;
    const maker = this.#find(name, base);
    if (maker === undefined || maker.judged.id === judged.id) return undefined;
    return decided(maker, this.words).decision === 'accepted' ? undefined : maker;
  }

  /** The first edit that gave the skill this text. Worked out once, when first asked for. */
  #find(name: string, text: string): CandidateState | undefined {
    if (this.#makers === undefined) {
      const makers = new Map<string, CandidateState>();
      for (const candidate of this.candidates) {
        for (const [skill, after] of Object.entries(candidate.judged.after)) {
          const key = `${skill}\n${after}`;
          if (after !== null && !makers.has(key)) makers.set(key, candidate);
        }
      }
      this.#makers = makers;
    }
    return this.#makers.get(`${name}\n${text}`);
  }
}
