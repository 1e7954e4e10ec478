import type { Provenance } from '../types';
import { canonical, printYaml, setKey } from './editYaml';
import { isRecord, readFrontmatter, splitFile, toPlain } from './frontmatter';
import { parseSkill } from './parseSkill';
import { clipDescription, isPackaged, metadataOf } from './printSkill';
import { hasAuthorsVersion, METADATA_PROVENANCE, METADATA_VERSION } from './skillFields';
import type { Skill } from './types';

/** What {@link rewriteSkill} replaces; absent means as it was. */
export interface SkillChanges {
  readonly description?: string;
  readonly content?: string;
  readonly tags?: readonly string[];
  readonly version?: number;
  readonly provenance?: Provenance;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The skill with these changes. Everything else of its file stays as written: unknown keys, order,
 * comments, quoting, line ends, byte order mark. Provenance is replaced as a whole.
 * @throws UserError when the skill's text is no skill file.
 */
export function rewriteSkill(skill: Skill, changes: SkillChanges): Skill {
  const parts = splitFile(skill.text, skill.file);
  const { bom, eol } = parts;
  const { data } = readFrontmatter(parts.yaml, skill.file);
  const updates = keysToSet(skill, changes, data);
  const body = withContent(parts.body, skill.content, changes.content, eol);
  const inEol = (text: string) => (eol === '\r\n' ? text.replaceAll('\n', '\r\n') : text);

  if (parts.open === '') {
    if (Object.keys(updates).length === 0) return parseSkill(bom + body, skill.file);
    const yaml = inEol(`---\n${printYaml({ name: skill.name, ...updates })}---\n\n`);
    return parseSkill(bom + yaml + body.trimStart(), skill.file);
  }
  const isSame = Object.keys(updates).length === 0;
  const yaml = isSame
    ? parts.yaml
    : inEol(rewriteYaml(parts.yaml.replaceAll('\r\n', '\n'), updates, skill.file));
  const close = parts.close.endsWith('\n') || body === '' ? parts.close : parts.close + eol;
  return parseSkill(bom + parts.open + yaml + close + body, skill.file);
}

/** The top-level keys whose values change. */
function keysToSet(skill: Skill, changes: SkillChanges, data: Values): Values {
  const packaged = isPackaged(skill.file);
  const metadata: Values = isRecord(data['metadata']) ? data['metadata'] : {};
  const inMetadata = (key: string, metadataKey: string) =>
    data[key] === undefined && (packaged || metadata[metadataKey] !== undefined);

  const { tags, version } = changes;
  const provenance: unknown = changes.provenance && toPlain(withoutUndefined(changes.provenance));
  const description =
    changes.description !== undefined && packaged
      ? clipDescription(changes.description)
      : changes.description;

  const top: Record<string, unknown> = {};
  const inner: Record<string, unknown> = {};
  if (description !== undefined && description !== skill.description) {
    top['description'] = description;
  }
  if (tags !== undefined && canonical(tags) !== canonical(skill.tags)) {
    if (inMetadata('tags', 'tags')) Object.assign(inner, metadataOf({ tags }));
    else top['tags'] = tags;
  }
  if (version !== undefined && version !== skill.version) {
    if (hasAuthorsVersion(data)) inner[METADATA_VERSION] = String(version);
    else if (inMetadata('version', 'version')) Object.assign(inner, metadataOf({ version }));
    else top['version'] = version;
  }
  if (isRecord(provenance) && canonical(provenance) !== canonical(skill.provenance)) {
    if (inMetadata('provenance', METADATA_PROVENANCE)) {
      Object.assign(inner, metadataOf({ provenance }));
    } else top['provenance'] = provenance;
  }
  if (Object.keys(inner).length > 0) {
    top['metadata'] = withoutUndefined({ ...metadata, ...inner });
  }
  return top;
}

function rewriteYaml(yaml: string, updates: Values, file: string): string {
  const wanted = { ...readFrontmatter(yaml, file).data, ...updates };
  let edited: string | undefined = yaml;
  for (const [key, value] of Object.entries(updates)) {
    edited = edited === undefined ? undefined : trySetKey(edited, key, value, file);
  }
  // Whatever the way the file is written, the data must come out right; its looks come second.
  const isRight = edited !== undefined && canonical(tryRead(edited, file)) === canonical(wanted);
  return edited !== undefined && isRight ? edited : printYaml(wanted);
}

function trySetKey(yaml: string, key: string, value: unknown, file: string): string | undefined {
  try {
    return setKey(yaml, readFrontmatter(yaml, file).document, key, value);
  } catch {
    // An alias whose anchor was in the replaced value.
    return undefined;
  }
}

function tryRead(yaml: string, file: string): Values | undefined {
  try {
    return readFrontmatter(yaml, file).data;
  } catch {
    return undefined;
  }
}

/** The body with another content between the white space it begins and ends with. */
function withContent(
  body: string,
  old: string,
  content: string | undefined,
  eol: '\n' | '\r\n',
): string {
  if (content === undefined || content.trim() === old) return body;
  const text = content.trim().replaceAll(/\r?\n/g, eol);
  if (old === '') return `${eol}${text}${eol}`;
  const start = body.length - body.trimStart().length;
  return body.slice(0, start) + text + body.slice(body.trimEnd().length);
}

function withoutUndefined(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
