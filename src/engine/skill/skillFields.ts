import { isScalar } from 'yaml';
import type { Provenance } from '../types';
import { isRecord, toPlain } from './frontmatter';
import type { Frontmatter } from './frontmatter';

/** What a skill's frontmatter says; absent keys are `undefined`. */
export interface SkillFields {
  readonly name: string | undefined;
  readonly description: string;
  readonly tags: readonly string[];
  readonly version: number;
  readonly provenance: Provenance | undefined;
}

/** The key under `metadata` where versions are counted when the file has a version of its author's own. */
export const METADATA_VERSION = 'grasp-version';

/** The key under `metadata` that holds provenance as JSON, where the format wants strings only. */
export const METADATA_PROVENANCE = 'grasp-provenance';

/**
 * Reads the fields in their published places, else where a file of the Agent Skills format keeps
 * them: `metadata.version`, `metadata.tags` (comma-separated), `metadata.grasp-provenance` (JSON).
 */
export function readFields(frontmatter: Frontmatter): SkillFields {
  const { data } = frontmatter;
  const metadata = isRecord(data['metadata']) ? data['metadata'] : {};
  return {
    name: asText(frontmatter, 'name'),
    description: asText(frontmatter, 'description') ?? '',
    tags: asTags(data['tags'] ?? metadata['tags']),
    version: asVersion(
      hasAuthorsVersion(data)
        ? metadata[METADATA_VERSION]
        : (data['version'] ?? metadata['version']),
    ),
    provenance: provenanceIn(data),
  };
}

/**
 * Is the version in the file its author's own, such as "2026.07.1" or "0.11.6"? What we count are whole numbers: on
 * top, as published, or under `metadata` beside our provenance. Anything else is not ours to raise.
 */
export function hasAuthorsVersion(data: Readonly<Record<string, unknown>>): boolean {
  const metadata = isRecord(data['metadata']) ? data['metadata'] : {};
  if (metadata[METADATA_VERSION] !== undefined) return true;
  const top = data['version'];
  const value = top ?? metadata['version'];
  if (value === undefined || value === null) return false;
  if (!/^\d{1,9}$/.test(String(value))) return true;
  return top === undefined && provenanceIn(data) === undefined;
}

function provenanceIn(data: Readonly<Record<string, unknown>>): Provenance | undefined {
  const metadata = isRecord(data['metadata']) ? data['metadata'] : {};
  return asProvenance(data['provenance']) ?? asProvenance(fromJson(metadata[METADATA_PROVENANCE]));
}

/** A number or date keeps its spelling: `name: 007` is `007`. */
function asText({ map, data }: Frontmatter, key: string): string | undefined {
  const value = data[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  const node = map.get(key, true);
  if (isScalar(node) && node.source !== undefined) return node.source;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asTags(value: unknown): readonly string[] {
  const items: readonly unknown[] =
    typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return items
    .filter((item) => item !== null && item !== '')
    .map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item)))
    .map((tag) => (typeof value === 'string' ? tag.trim() : tag));
}

/** `3` and `"3"` are version 3. */
function asVersion(value: unknown): number {
  const [digits] = /^\d{1,9}/.exec(String(value ?? '')) ?? [];
  return digits === undefined ? 0 : Number(digits);
}

function asProvenance(value: unknown): Provenance | undefined {
  return isRecord(value) ? value : undefined;
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return toPlain(JSON.parse(text));
  } catch {
    return undefined;
  }
}
