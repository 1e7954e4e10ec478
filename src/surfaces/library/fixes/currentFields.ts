import { isRecord, readFrontmatter, splitFile } from '../../../engine/skill/frontmatter';

/** The frontmatter as data. @throws SkillFormatError */
export function dataIn(text: string, file: string): Readonly<Record<string, unknown>> {
  return readFrontmatter(splitFile(text, file).yaml, file).data;
}

/** The name as it is written, if one is. @throws SkillFormatError */
export function nameIn(text: string, file: string): string | undefined {
  const { name } = dataIn(text, file);
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The entries under `metadata`; `undefined` when something else stands there. */
export function metadataIn(
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const { metadata } = data;
  if (metadata === undefined || metadata === null) return {};
  return isRecord(metadata) ? metadata : undefined;
}
