import { readArchiveFile } from '../../../engine/skill/archive';
import type { Skill } from '../../../engine/skill/types';
import type { EditAction, Verdict } from '../../../engine/types';
import type { SkillFolder } from '../../../store/skillFolder';

/** A version that lies in the library: the current one or an archived one. */
export interface OwnVersion {
  readonly kind: 'current' | 'archived';
  readonly skill: Skill;
  /** Above 0 for a version of an earlier life of the skill, before it was removed and added again. */
  readonly life: number;
}

/** A text that a run found, or proposed, for the skill. */
export interface RunVersion {
  readonly kind: 'found' | 'proposed';
  readonly run: string;
  readonly text: string;
  /** Of the edit that proposed it, or found it. */
  readonly edit: {
    readonly id: string;
    readonly action: EditAction;
    readonly verdict: Verdict;
    readonly fixes: number;
    readonly regressions: number;
    readonly epoch: number;
    readonly update: number;
  };
}

export type SkillVersion = OwnVersion | RunVersion;

export function isOwn(version: SkillVersion): version is OwnVersion {
  return version.kind === 'current' || version.kind === 'archived';
}

export function textOf(version: SkillVersion): string {
  return isOwn(version) ? version.skill.text : version.text;
}

/** The versions of a skill that lie in its library, newest first; also of one that was removed. */
export function ownVersions(folder: SkillFolder, name: string): readonly OwnVersion[] {
  const current = folder.skills.find((it) => it.name === name);
  const archived = pastOf(folder, name)
    // Undoing a restore leaves the text that is current again in the history as well.
    .filter((it) => it.skill.text !== current?.text)
    .reverse();
  return current === undefined
    ? archived
    : [{ kind: 'current', skill: current, life: 0 }, ...archived];
}

/** Archived versions, oldest first. */
export function pastOf(folder: SkillFolder, name: string): readonly OwnVersion[] {
  return folder.history
    .flatMap((skill): readonly OwnVersion[] => {
      const archived = readArchiveFile(skill.file);
      if (archived?.name !== name) return [];
      return [
        { kind: 'archived', skill: { ...skill, version: archived.version }, life: archived.life },
      ];
    })
    .sort((a, b) => a.skill.version - b.skill.version || age(a) - age(b));
}

/** Names of skills of which only archived versions are left. */
export function removedSkills(folder: SkillFolder): readonly string[] {
  const there = new Set(folder.skills.map(({ name }) => name));
  const archived = folder.history.flatMap(({ file }) => readArchiveFile(file)?.name ?? []);
  return [...new Set(archived)].filter((name) => !there.has(name)).sort();
}

function age({ life }: OwnVersion): number {
  return life === 0 ? Number.MAX_SAFE_INTEGER : life;
}
