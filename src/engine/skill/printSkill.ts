import type { Provenance } from '../types';
import { printYaml } from './editYaml';
import { parseSkill } from './parseSkill';
import { METADATA_PROVENANCE } from './skillFields';
import type { Skill } from './types';

/** What a new skill file is made from. */
export interface SkillDraft {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly version: number;
  readonly provenance: Provenance | undefined;
  readonly content: string;
  /** Decides the format: `name/SKILL.md` is written for Agent Skills, anything else as published. */
  readonly file: string;
  readonly eol?: '\n' | '\r\n';
}

/** Longest description the Agent Skills format takes, in characters. */
export const MAX_DESCRIPTION_LENGTH = 1024;

/** A new skill file. */
export function printSkill(draft: SkillDraft): Skill {
  const yaml = printYaml(isPackaged(draft.file) ? packagedKeys(draft) : publishedKeys(draft));
  const text = `---\n${yaml}---\n\n${draft.content.trim()}\n`;
  return parseSkill(draft.eol === '\r\n' ? text.replaceAll(/\r?\n/g, '\r\n') : text, draft.file);
}

/** Is this the file of a skill that is a folder, as in the Agent Skills format? */
export function isPackaged(file: string): boolean {
  return /(?:^|\/)skill\.md$/i.test(file);
}

/** The description as far as the Agent Skills format allows. */
export function clipDescription(description: string): string {
  const characters = Array.from(description);
  if (characters.length <= MAX_DESCRIPTION_LENGTH) return description;
  const kept = characters.slice(0, MAX_DESCRIPTION_LENGTH - 1).join('');
  return `${kept.replace(/\s+\S*$/, '')}…`;
}

/** What the Agent Skills format has no key for; its values are strings. */
export function metadataOf(fields: {
  readonly tags?: readonly string[];
  readonly version?: number;
  readonly provenance?: Provenance | undefined;
}): Record<string, string | undefined> {
  const { tags, version, provenance } = fields;
  return {
    ...(version === undefined ? {} : { version: String(version) }),
    ...(tags === undefined
      ? {}
      : {
          tags:
            tags.length > 0 ? tags.map((tag) => tag.replaceAll(',', ' ')).join(', ') : undefined,
        }),
    ...(provenance === undefined ? {} : { [METADATA_PROVENANCE]: JSON.stringify(provenance) }),
  };
}

function publishedKeys({ name, description, tags, version, provenance }: SkillDraft) {
  return { name, description, tags, version, ...(provenance && { provenance }) };
}

function packagedKeys(draft: SkillDraft) {
  // Without provenance nobody could tell our number from one of the author's.
  const { version: _version, ...unnumbered } = draft;
  const metadata = Object.entries(metadataOf(draft.provenance ? draft : unnumbered)).filter(
    ([, value]) => value !== undefined,
  );
  return {
    name: draft.name,
    description: clipDescription(draft.description),
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) } : {}),
  };
}
