import type { Json } from '../types';

export type JsonObject = { readonly [key: string]: Json };

/** An object in the sense of JSON: neither `null` nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
