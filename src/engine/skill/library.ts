import { UserError } from '../../util/errors';
import type { Edit, Provenance } from '../types';
import { archiveFile, compareArchives, readArchiveFile } from './archive';
import type { Archived } from './archive';
import { EditConflict } from './editConflict';
import { parseSkill, printSkill, rewriteSkill } from './skillFormat';
import { fileFor, isSafeName, slugify } from './skillName';
import type { Layout, Skill } from './types';

export { EditConflict } from './editConflict';

/** What a library is made of; `history` holds archived texts (`.history/NAME_vN.md`). */
export interface LibraryParts {
  readonly base: readonly Skill[];
  readonly learned: readonly Skill[];
  readonly history?: readonly Skill[];
  readonly layout: Layout;
}

type ArchivedSkill = Archived & { readonly skill: Skill };

/**
 * A set of skills as an immutable value: every change gives another library and shares what it did
 * not touch, so that a fork is the old reference. Base skills are read-only; learned ones come with
 * their archived versions. Names are unique among learned skills; of two with one name, the first
 * in file order counts.
 */
export class Library {
  readonly base: readonly Skill[];
  /** In file order: by the code units of their paths. */
  readonly learned: readonly Skill[];
  readonly layout: Layout;
  readonly #archives: ReadonlyMap<string, Skill>;
  readonly #byName: ReadonlyMap<string, Skill>;
  #bySlug: ReadonlyMap<string, Skill> | undefined;
  #archivesByName: ReadonlyMap<string, readonly ArchivedSkill[]> | undefined;
  #files: ReadonlyMap<string, string> | undefined;

  private constructor(
    base: readonly Skill[],
    learned: readonly Skill[],
    archives: ReadonlyMap<string, Skill>,
    layout: Layout,
  ) {
    this.base = base;
    this.#byName = firstBy(learned, (skill) => skill.name);
    this.learned =
      this.#byName.size === learned.length ? learned : Array.from(this.#byName.values());
    this.#archives = archives;
    this.layout = layout;
  }

  static of({ base, learned, history = [], layout }: LibraryParts): Library {
    const archives = new Map(history.map((skill) => [skill.file, skill]));
    return new Library(inFileOrder(base), inFileOrder(learned), archives, layout);
  }

  /** Every file of the learned folder that differs: its text in `after`, or `null` if it is gone. */
  static diff(before: Library, after: Library): Record<string, string | null> {
    const changed = new Map<string, string | null>();
    const old = before.files();
    for (const [file, text] of after.files()) {
      if (old.get(file) !== text) changed.set(file, text);
    }
    for (const file of old.keys()) {
      if (!after.files().has(file)) changed.set(file, null);
    }
    return Object.fromEntries(changed);
  }

  /** Base skills, then learned ones. */
  all(): readonly Skill[] {
    return [...this.base, ...this.learned];
  }

  /** Names of the learned skills, in file order. */
  names(): readonly string[] {
    return this.learned.map((skill) => skill.name);
  }

  /** The learned skill of exactly this name. */
  find(name: string): Skill | undefined {
    return this.#byName.get(name);
  }

  /** The learned skill of this name, or else of a name with the same slug: `foo-bar` finds `foo_bar`. */
  findLoose(name: string): Skill | undefined {
    this.#bySlug ??= firstBy(this.learned, (skill) => slugify(skill.name));
    return this.find(name) ?? this.#bySlug.get(slugify(name));
  }

  findBase(name: string): Skill | undefined {
    return this.base.find((skill) => skill.name === name);
  }

  /** Archived versions of a skill, also of a removed one: oldest first, by version number. */
  history(name: string): readonly Skill[] {
    return this.#archivesOf(name).map(({ skill }) => skill);
  }

  /** Every file of the learned folder, current and archived, by its path in the folder. */
  files(): ReadonlyMap<string, string> {
    this.#files ??= new Map(
      [...this.learned, ...this.#archives.values()].map((skill) => [skill.file, skill.text]),
    );
    return this.#files;
  }

  /**
   * Applies the edits in order. An ADD writes version 1, a MODIFY the next version with
   * `parent_version`, and what a MODIFY or REMOVE replaces is archived. Each skill's provenance gets
   * the `action` of its edit. Capacity is not looked at.
   * @throws EditConflict when an edit does not apply.
   */
  apply(edits: readonly Edit[], provenance: Provenance): Library {
    return edits.reduce<Library>((library, edit) => library.#applyOne(edit, provenance), this);
  }

  /**
   * Makes an archived version the current one, under a version number not used before; also brings
   * back a removed skill. `parent_version` names the version it was taken from.
   * @throws UserError when there is no such version.
   */
  restore(name: string, version: number, provenance: Provenance): Library {
    const past = this.#archivesOf(name);
    const archived = past.findLast((it) => it.version === version)?.skill;
    if (archived === undefined) {
      throw new UserError(`The skill "${name}" has no archived version ${version}.`, {
        fix: `Archived versions: ${past.map((it) => it.version).join(', ') || 'none'}.`,
      });
    }
    const current = this.find(name);
    const file = current?.file ?? fileFor(name, this.layout);
    const action = current === undefined ? 'ADD' : 'MODIFY';
    const restored = rewriteSkill(parseSkill(archived.text, file), {
      version: Math.max(current?.version ?? 0, ...past.map((it) => it.version)) + 1,
      provenance: { ...provenance, action, parent_version: version },
    });
    return (current === undefined ? this : this.#archive(current)).put(restored);
  }

  /** With this skill, in place of the learned one of its name or its file, if any. Archives nothing. */
  put(skill: Skill): Library {
    const rest = this.learned.filter((it) => it.name !== skill.name && it.file !== skill.file);
    const at = rest.findIndex((it) => it.file > skill.file);
    const learned = rest.toSpliced(at < 0 ? rest.length : at, 0, skill);
    return new Library(this.base, learned, this.#archives, this.layout);
  }

  /** Without the learned skill of this name, if there is one. Archives nothing. */
  drop(name: string): Library {
    if (!this.#byName.has(name)) return this;
    const rest = this.learned.filter((skill) => skill.name !== name);
    return new Library(this.base, rest, this.#archives, this.layout);
  }

  #applyOne(edit: Edit, provenance: Provenance): Library {
    const refuse = (reason: string): never => {
      throw new EditConflict(edit, reason);
    };
    const { action, name, description, content } = edit;
    if (!isSafeName(name)) return refuse('the name is not one a skill file can have.');
    if (name === 'skeleton' || this.findBase(name) !== undefined) {
      return refuse(`"${name}" is a base skill, and base skills are read-only.`);
    }
    const current = this.find(name);
    if (action === 'ADD') {
      if (current !== undefined) return refuse(`there is a skill "${name}" already.`);
      const file = fileFor(name, this.layout);
      const taken = this.learned.find((it) => it.file.toLowerCase() === file.toLowerCase());
      if (taken !== undefined) return refuse(`its file is taken by the skill "${taken.name}".`);
      const tags = edit.tags ?? [];
      const why = { ...provenance, action };
      const skill = { name, description, tags, version: 1, provenance: why, content, file };
      return this.put(printSkill(skill));
    }
    if (current === undefined) return refuse(`there is no learned skill "${name}".`);
    if (action === 'REMOVE') return this.#archive(current).drop(name);
    const next = rewriteSkill(current, {
      description,
      content,
      ...(edit.tags === undefined ? {} : { tags: edit.tags }),
      version: current.version + 1,
      provenance: { ...provenance, action, parent_version: current.version },
    });
    return this.#archive(current).put(next);
  }

  #archivesOf(name: string): readonly ArchivedSkill[] {
    this.#archivesByName ??= groupArchives(this.#archives.values());
    return this.#archivesByName.get(name) ?? [];
  }

  #archive(skill: Skill): Library {
    const archives = new Map(this.#archives);
    const file = archiveFile(skill.name, skill.version);
    const earlier = archives.get(file);
    if (earlier !== undefined && earlier.text !== skill.text) {
      let life = 1;
      while (archives.has(archiveFile(skill.name, skill.version, life))) life += 1;
      const aside = archiveFile(skill.name, skill.version, life);
      archives.set(aside, { ...earlier, file: aside });
    }
    archives.set(file, { ...skill, file });
    return new Library(this.base, this.learned, archives, this.layout);
  }
}

function groupArchives(skills: Iterable<Skill>): ReadonlyMap<string, readonly ArchivedSkill[]> {
  const groups = new Map<string, ArchivedSkill[]>();
  for (const skill of skills) {
    const archived = readArchiveFile(skill.file);
    if (archived === undefined) continue;
    const group = groups.get(archived.name) ?? [];
    groups.set(archived.name, group);
    group.push({ ...archived, skill });
  }
  for (const group of groups.values()) group.sort(compareArchives);
  return groups;
}

function inFileOrder(skills: readonly Skill[]): readonly Skill[] {
  return [...skills].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

function firstBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const name = key(item);
    if (!found.has(name)) found.set(name, item);
  }
  return found;
}
