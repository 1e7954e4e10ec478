import { Library } from '../../../engine/skill/library';
import { parseSkill } from '../../../engine/skill/parseSkill';
import { rewriteSkill } from '../../../engine/skill/rewriteSkill';
import type { Skill } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import type { OwnVersion } from './skillVersions';

/** What restoring a version changes in a library's folder. */
export interface Restored {
  /** The skill's file: path inside the library, and its text from now on. */
  readonly file: string;
  readonly text: string;
  /** Versions to be kept in `.history`, by path inside the library. */
  readonly archives: Readonly<Record<string, string>>;
  /** Number of the new version. */
  readonly version: number;
}

/**
 * An archived version as the current one, under a number that was not used before; what was current is archived.
 * @param current The skill as it stands in the editor, if it is open: what was not saved is not lost.
 * @param at When, ISO 8601.
 * @throws UserError when the library holds no such version.
 */
export function restoredFiles(
  folder: SkillFolder,
  name: string,
  { skill: past, life }: OwnVersion,
  { current, at }: { readonly current?: Skill; readonly at: string },
): Restored {
  const saved = Library.of({
    base: [],
    learned: folder.skills,
    history: folder.history,
    layout: folder.layout,
  });
  const before = current === undefined ? saved : saved.put(current);
  const provenance = { restored: { by: 'author', from: past.version, at } };
  let after = before.restore(name, past.version, provenance);
  const restored = after.find(name);
  if (restored === undefined) throw new Error(`${name} was not restored`);
  if (life > 0) {
    // Of several lives with this version number the library restores the newest.
    const { version } = restored;
    const why = restored.provenance ?? provenance;
    after = after.put(
      rewriteSkill(parseSkill(past.text, restored.file), { version, provenance: why }),
    );
  }
  const skill = after.find(name) ?? restored;
  const archives = Object.entries(Library.diff(before, after)).filter(
    (entry): entry is [string, string] => entry[0] !== skill.file && entry[1] !== null,
  );
  return {
    file: skill.file,
    text: skill.text,
    archives: Object.fromEntries(archives),
    version: skill.version,
  };
}
