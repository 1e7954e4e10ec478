import type { Skill } from '../../engine/skill/types';
import type { Provenance } from '../../engine/types';

/** Probes that an edit turned from failing to passing, and from passing to failing. */
export interface Gain {
  readonly fixes: number;
  readonly regressions: number;
}

/**
 * What a skill has gained on probes. It is read from the provenance that each accepted edit leaves in the
 * skill's frontmatter, so it needs no run and says nothing that was not measured:
 *
 * - `last`: the fixes and regressions on the probe set of the edit that made the current version. Absent when that
 *   version was not made by a measured edit: written by hand, restored, or from a tool that keeps no count.
 * - `total`: the sum over the measured edits on the way to the current version, which leads from each version to its
 *   `parent_version`. What was measured for versions that a restore left behind does not count.
 *
 * Different edits were probed on different samples and against different libraries: the sum says how much
 * evidence speaks for the skill, not how many samples pass today.
 */
export interface Lift {
  readonly last?: Gain;
  readonly total?: Gain & { readonly edits: number };
}

/** @param past Archived versions of the skill, oldest first; of two with one number the later counts. */
export function liftOf(skill: Skill, past: readonly Skill[]): Lift {
  const byVersion = new Map(past.map((it) => [it.version, it]));
  const gains: Gain[] = [];
  const seen = new Set<Skill>();
  for (
    let at: Skill | undefined = skill;
    at !== undefined && !seen.has(at);
    at = parentOf(at, byVersion)
  ) {
    seen.add(at);
    const gain = gainOf(at.provenance);
    if (gain !== undefined) gains.push(gain);
  }
  const last = gainOf(skill.provenance);
  if (gains.length === 0) return {};
  const total = gains.reduce((sum, it) => ({
    fixes: sum.fixes + it.fixes,
    regressions: sum.regressions + it.regressions,
  }));
  return {
    ...(last === undefined ? {} : { last }),
    total: { ...total, edits: gains.length },
  };
}

/** What the edit behind a provenance gained; `undefined` when that was not measured. */
export function gainOf(provenance: Provenance | undefined): Gain | undefined {
  const fixes = count(provenance?.fixes);
  const regressions = count(provenance?.regressions);
  if (fixes === undefined || regressions === undefined) return undefined;
  return { fixes, regressions };
}

/** The version this one was restored from, if it was: then its parent is not the one before it. */
export function restoredFrom(skill: Skill): number | undefined {
  const parent = count(skill.provenance?.parent_version);
  if (parent === undefined || gainOf(skill.provenance) !== undefined) return undefined;
  const isRestored = skill.provenance?.['restored'] !== undefined || parent < skill.version - 1;
  return isRestored ? parent : undefined;
}

function parentOf(skill: Skill, byVersion: ReadonlyMap<number, Skill>): Skill | undefined {
  const parent = count(skill.provenance?.parent_version);
  return parent === undefined ? undefined : byVersion.get(parent);
}

/** Provenance is what a file says: anything may stand there. */
function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
