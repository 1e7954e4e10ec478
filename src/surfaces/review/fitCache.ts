import type { Decision } from '../../engine/learn/events';
import type { CandidateState } from '../../store/runState';
import type { AuthorsSkills, Judgement } from './decide/judgeFit';
import type { Draft } from './drafts';

/** What a judgement rests on. */
interface Grounds {
  readonly judged: CandidateState['judged'];
  readonly said: Decision | undefined;
  readonly draft: Draft | undefined;
  /** The author's skills of the names in question. */
  readonly skills: readonly string[];
}

/** Judgements on edits, kept as long as nothing they rest on changes. */
export class FitCache {
  readonly #known = new Map<string, Grounds & { readonly judgement: Judgement }>();

  get(key: string, grounds: Grounds, judge: () => Judgement): Judgement {
    const known = this.#known.get(key);
    if (known !== undefined && sameGrounds(known, grounds)) return known.judgement;
    const judgement = judge();
    this.#known.set(key, { ...grounds, judgement });
    return judgement;
  }

  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
  }
}

export function skillsFor(names: readonly string[], skills: AuthorsSkills): readonly string[] {
  return names.map((name) => {
    const broken = skills.broken(name);
    if (broken !== undefined) return `! ${broken}`;
    const skill = skills.find(name);
    return skill === undefined
      ? ''
      : JSON.stringify([skill.description, skill.tags, skill.content]);
  });
}

function sameGrounds(a: Grounds, b: Grounds): boolean {
  return (
    a.judged === b.judged &&
    a.said === b.said &&
    a.draft === b.draft &&
    a.skills.length === b.skills.length &&
    a.skills.every((skill, i) => skill === b.skills[i])
  );
}
