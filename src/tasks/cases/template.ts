import type { Json } from '../../engine/types';

const PLACE = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu;

/** The names a template asks for. */
export function namesIn(template: string): ReadonlySet<string> {
  return new Set(Array.from(template.matchAll(PLACE), ([, name = '']) => name));
}

/**
 * The template with its places filled. Values go in as they are and are not searched for places
 * again; what is not a text goes in as JSON. The caller has seen to it that every name has a value.
 */
export function fill(template: string, values: ReadonlyMap<string, Json>): string {
  return template.replace(PLACE, (place: string, name: string) => {
    const value = values.get(name);
    return value === undefined ? place : asText(value);
  });
}

/** A text as it is, everything else as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
