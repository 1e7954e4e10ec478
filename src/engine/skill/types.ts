import type { Provenance } from '../types';

/** A skill file, read. Immutable; a change makes another text, and another Skill from it. */
export interface Skill {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** 0 when the file names none. */
  readonly version: number;
  readonly provenance: Provenance | undefined;
  /** The body, trimmed. */
  readonly content: string;
  /** Path inside the library folder, with `/`: `name.md`, or `name/SKILL.md`. */
  readonly file: string;
  /** The file's whole text, exactly as read or as it will be written. */
  readonly text: string;
}

export type Layout = 'flat' | 'folder';

/** Something about a skill file that a person should mend. */
export interface SkillProblem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case: `broken-yaml`, `unsafe-name`, … */
  readonly code: string;
  readonly message: string;
}
