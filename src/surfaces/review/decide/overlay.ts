import { Library } from '../../../engine/skill/library';
import { parseSkill } from '../../../engine/skill/skillFormat';
import type { Layout, Skill } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import { nameByPlace } from '../../common/libraryPlaces';
import { UserError } from '../../../util/errors';
import { snapshotOf, type LibrarySnapshot } from './librarySnapshot';

/** A library folder with the texts of open editors in place of what is saved. */
export function overlay(
  { skills, history, layout, problems }: SkillFolder,
  /** By path in the library, with `/`. */
  texts: ReadonlyMap<string, string>,
): LibrarySnapshot {
  const broken = new Map<string, string>();
  for (const { file, severity, message } of problems) {
    if (severity === 'error' && !texts.has(file)) broken.set(nameByPlace(file), message);
  }
  const learned = new Map<string, Skill>(skills.map((skill) => [skill.file, skill]));
  for (const [file, text] of texts) {
    const saved = learned.get(file);
    if (saved?.text === text) continue;
    try {
      learned.set(file, parseSkill(text, file));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      learned.delete(file);
      broken.set(saved?.name ?? nameByPlace(file), error.message);
    }
  }
  const library = Library.of({ base: [], learned: [...learned.values()], history, layout });
  // A broken file beside a good one of that name hides nothing.
  for (const name of library.names()) broken.delete(name);
  return snapshotOf(library, broken);
}

/** Stands for a folder that cannot be read as a library: nothing can be accepted into it. */
export function unreadable(layout: Layout, message: string): LibrarySnapshot {
  const library = Library.of({ base: [], learned: [], layout });
  return { library, mark: message, find: () => undefined, broken: () => message };
}
