import { createHash } from 'node:crypto';
import type { SkillValues } from '../../../engine/learn/authorsVersion';
import { Library } from '../../../engine/skill/library';
import type { Hindrance } from './judgeFit';

/** What is to become of the files of the author's library. */
export interface ReadyPlan {
  readonly kind: 'ready';
  readonly after: Library;
  /** Skill files, by path in the library: the text now and the text to be; `null`: there is none. */
  readonly skills: readonly FileChange[];
  /** Archived versions to be written, or with `null` deleted. */
  readonly archives: Archives;
}

/** Archived versions by path in the library; `null`: not there. */
export type Archives = Readonly<Record<string, string | null>>;

export interface FileChange {
  readonly name: string;
  /** With `/`. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type Plan = ReadyPlan | { readonly kind: 'stale'; readonly hindrance: Hindrance };

export function planOf(before: Library, after: Library, names: readonly string[]): ReadyPlan {
  const skills = names.flatMap((name): FileChange[] => {
    const old = before.find(name);
    const now = after.find(name);
    const file = now?.file ?? old?.file;
    if (file === undefined || old?.text === now?.text) return [];
    return [{ name, file, before: old?.text ?? null, after: now?.text ?? null }];
  });
  const archives = Object.entries(Library.diff(before, after)).filter(([file]) =>
    file.startsWith('.history/'),
  );
  return { kind: 'ready', after, skills, archives: Object.fromEntries(archives) };
}

/** Tells texts apart by what a probe could notice of them: those of some skills, or of the whole library. */
export function markOf(library: Library, names: readonly string[] = library.names()): string {
  const values = names.map((name) => {
    const skill: SkillValues | undefined = library.find(name);
    return skill ? [name, skill.description, skill.content, skill.tags] : [name];
  });
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
