/** Which version of which skill an archived file holds. */
export interface Archived {
  readonly name: string;
  readonly version: number;
  /** 0 for the newest text of that version; see {@link archiveFile}. */
  readonly life: number;
}

const pattern = /^\.history\/([^/\\]+)_v(\d{1,9})(?:\.(\d{1,9}))?\.md$/;

/**
 * Path of an archived version. A skill that is removed and added again starts over at version 1; texts
 * of its earlier lives keep a number behind the version: `foo_v1.1.md` is older than `foo_v1.2.md`,
 * and `foo_v1.md` is the newest.
 */
export function archiveFile(name: string, version: number, life = 0): string {
  return `.history/${name}_v${version}${life === 0 ? '' : `.${life}`}.md`;
}

/** The reverse of {@link archiveFile}; `undefined` for any other path. */
export function readArchiveFile(file: string): Archived | undefined {
  const [, name, version, life = '0'] = pattern.exec(file) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return { name, version: Number(version), life: Number(life) };
}

/** Orders archives of one skill, oldest first. */
export function compareArchives(a: Archived, b: Archived): number {
  const life = (it: Archived) => (it.life === 0 ? Number.MAX_SAFE_INTEGER : it.life);
  return a.version - b.version || life(a) - life(b);
}
