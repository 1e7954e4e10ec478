/** A number in [0, 1) that depends on nothing but the parts: FNV-1a over their JSON, then a final mix. */
export function fraction(...parts: readonly (string | number)[]): number {
  const text = JSON.stringify(parts);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** One of the items, chosen by the parts. @throws RangeError for an empty list. */
export function pick<T>(items: readonly [T, ...T[]], ...parts: readonly (string | number)[]): T {
  return items[Math.floor(fraction(...parts) * items.length)] ?? items[0];
}
