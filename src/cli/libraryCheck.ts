import { relative } from 'node:path';
import type { LoadedLibrary } from '../config/loadLibrary';
import { librariesBelow } from '../store/skillPlaces';
import type { FoundLibrary } from '../store/skillPlaces';
import { UserError } from '../util/errors';
import { counted } from './report/numbers';
import { printable } from './report/printable';
import { problemLine } from './report/problemLine';
import type { Terminal } from './terminal';

/**
 * Says what is wrong with the skills a command goes on with, and that there are none where some were named.
 * @throws UserError (usage) when skills are there that cannot be read, unless they are to be left out: what is
 * measured without them would be another library than the one that was named.
 */
export async function checkLibrary(
  { library, problems, unread, dir }: LoadedLibrary,
  terminal: Terminal,
  leaveOut: boolean,
): Promise<void> {
  for (const problem of problems) terminal.warn(problemLine(problem));
  if (unread.length > 0 && !leaveOut) {
    const all = library.learned.length + unread.length;
    throw new UserError(`${unread.length} of ${counted(all, 'skill')} cannot be read`, {
      place: { file: unread[0] ?? '' },
      fix: 'Mend what is said above, or go on without them: --skip-unreadable.',
      kind: 'usage',
    });
  }
  if (dir === undefined || library.learned.length > 0) return;
  terminal.warn(
    `grasp: ${printable(fromCwd(dir))} holds no skills; this is the agent without any.`,
  );
  for (const line of elsewhere(await librariesBelow(dir))) terminal.warn(`  ${line}`);
}

/** Where skills were found instead, a line for each place. */
export function elsewhere(found: readonly FoundLibrary[]): readonly string[] {
  return found
    .slice(0, 5)
    .map(({ dir, skills }) => printable(`${counted(skills, 'skill')} in ${fromCwd(dir)}`));
}

export function fromCwd(dir: string): string {
  return relative(process.cwd(), dir) || '.';
}
