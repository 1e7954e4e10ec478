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
    version: asVersion(data['version'] ?? metadata['version']),
    provenance:
      asProvenance(data['provenance']) ?? asProvenance(fromJson(metadata[METADATA_PROVENANCE])),
  };
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

/** `3`, `"3"` and `3.1.0` are version 3. */
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
