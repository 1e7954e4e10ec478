import { fileStamp } from '../../../store/fileStamp';
import type { Project } from '../lab/lab';

/** Files, and what tells each of them from what it may become. */
export type Stamps = ReadonlyMap<string, string>;

/** A project, and the files that its outcomes rest on as they were before it was read from them. */
export interface StampedProject<P> {
  readonly project: P;
  readonly stamps: Stamps;
}

/** Files that come and go all the time are not waited for: then what is open counts as out of date. */
const MAX_TRIES = 3;

/**
 * Opens a project so that no change of its files is missed, not even one while it is being read. Which files those
 * are, only the project itself can tell: if it names others than were looked at before, it is opened once more.
 * @param expected The files it is likely to name.
 */
export async function openStamped<P extends Pick<Project, 'files' | 'dispose'>>(
  expected: readonly string[],
  open: () => Promise<P>,
): Promise<StampedProject<P>> {
  let files = expected;
  for (let tries = 1; ; tries += 1) {
    const known = await stampsOf(files);
    const project = await open();
    files = project.files;
    const stamps = new Map(files.map((file) => [file, known.get(file) ?? 'not looked at']));
    if (tries === MAX_TRIES || files.every((file) => known.has(file))) return { project, stamps };
    await project.dispose();
  }
}

/** Are the files still what they were? */
export async function isUnchanged(stamps: Stamps): Promise<boolean> {
  const now = await stampsOf([...stamps.keys()]);
  return [...stamps].every(([file, stamp]) => now.get(file) === stamp);
}

async function stampsOf(files: readonly string[]): Promise<Stamps> {
  return new Map(
    await Promise.all(files.map(async (file) => [file, await fileStamp(file)] as const)),
  );
}
