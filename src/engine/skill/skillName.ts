import type { Layout } from './types';

/** The longest name accepted, in UTF-8 bytes; also the limit of the Agent Skills format. */
export const MAX_NAME_BYTES = 64;

/** Names a Windows file system gives to devices, whatever extension follows. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Path separators, what Windows refuses in a file name, and control characters. */
const unsafeCharacter = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * A file-safe name: lower case, each run of anything but `a-z` and `0-9` replaced by the separator,
 * none at the ends. A name with nothing to keep becomes `unnamed_skill` (`unnamed-skill`).
 */
export function slugify(name: string, separator: '_' | '-' = '_'): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['unnamed', 'skill'];
  return words.join(separator);
}

/** Would a file of this name stay in its folder, on every system? Says nothing about style. */
export function isSafeName(name: string): boolean {
  return (
    name !== '' &&
    !unsafeCharacter.test(name) &&
    !name.startsWith('.') &&
    !name.includes('..') &&
    !/^\s|[\s.]$/.test(name) &&
    !deviceName.test(name) &&
    utf8Length(name) <= MAX_NAME_BYTES
  );
}

/** Where a skill of this name lies inside the library folder. The name must be safe. */
export function fileFor(name: string, layout: Layout): string {
  return layout === 'folder' ? `${name}/SKILL.md` : `${name}.md`;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
