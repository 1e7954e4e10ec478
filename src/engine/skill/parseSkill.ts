import { readArchiveFile } from './archive';
import { fenceLine, readFrontmatter, splitFile } from './frontmatter';
import { readFields } from './skillFields';
import { SkillFormatError } from './skillFormatError';
import type { Skill } from './types';

/** Longer files are refused, in characters. */
export const MAX_SKILL_LENGTH = 1_000_000;

/**
 * Reads a skill file. Without frontmatter, or without a key in it, the name is the file's stem (for
 * `name/SKILL.md` the folder's name), the description empty, the tags none and the version 0.
 * @param file Path inside the library folder, with `/`.
 * @throws SkillFormatError (a UserError) with file and line, for text that is no skill file.
 */
export function parseSkill(text: string, file: string): Skill {
  if (text.length > MAX_SKILL_LENGTH) {
    throw new SkillFormatError(
      'too-large',
      `The file is larger than ${MAX_SKILL_LENGTH / 1e6} MB.`,
      { file },
      { fix: 'A skill is read into every prompt: keep it to a few pages.' },
    );
  }
  const parts = splitFile(text, file);
  const { yaml, body } = parts;
  const frontmatter = readFrontmatter(yaml, file, fenceLine(parts));
  const { name, description, tags, version, provenance } = readFields(frontmatter);
  if (name !== undefined && /\p{Cc}/u.test(name)) {
    throw new SkillFormatError(
      'unsafe-name',
      'The name holds a control character.',
      { file, line: frontmatter.lineOf('name') },
      { fix: 'Write the name as a plain word.' },
    );
  }
  return {
    name: name === undefined || name === '' ? stemOf(file) : name,
    description,
    tags,
    version,
    provenance,
    content: body.trim(),
    file,
    text,
  };
}

/** The name a file's place gives it. */
export function stemOf(file: string): string {
  const archived = readArchiveFile(file);
  if (archived !== undefined) return archived.name;
  const parts = file.split('/');
  const last = parts.at(-1) ?? '';
  const folder = parts.at(-2);
  if (/^skill\.md$/i.test(last) && folder !== undefined) return folder;
  return last.replace(/\.md$/i, '');
}
