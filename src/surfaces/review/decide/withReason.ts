import type { Decision } from '../../../engine/learn/events';
import type { Library } from '../../../engine/skill/library';
import { rewriteSkill } from '../../../engine/skill/skillFormat';
import { planOf, type ReadyPlan } from './plan';

/** The skills with another reason in the override that this decision wrote into them. No version of its own. */
export function withReason(
  library: Library,
  names: readonly string[],
  said: Pick<Decision, 'at'>,
  now: { readonly reason: string; readonly at: string },
): ReadyPlan {
  let after = library;
  for (const name of names) {
    const skill = library.find(name);
    const { provenance } = skill ?? {};
    const { override } = provenance ?? {};
    // The file is the author's: what claims to be an override may be anything.
    if (!skill || !provenance || typeof override !== 'object' || override === null) continue;
    if (override.at !== said.at) continue;
    after = after.put(
      rewriteSkill(skill, { provenance: { ...provenance, override: { ...override, ...now } } }),
    );
  }
  return planOf(library, after, names);
}
