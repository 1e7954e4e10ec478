import type { KnownRun, RunCatalog } from './runCatalog';

/**
 * The run that is meant by what a menu, a tree or another command hands over: a run, an element of a tree that
 * belongs to one, or its directory. Looked up, so that nothing that was not found as a run is taken for one.
 */
export async function runOfArgument(
  argument: unknown,
  runs: Pick<RunCatalog, 'find'>,
): Promise<KnownRun | undefined> {
  const dir = dirOf(argument);
  return dir === undefined ? undefined : runs.find(dir);
}

function dirOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('dir' in argument && typeof argument.dir === 'string') return argument.dir;
  return 'run' in argument ? dirOf(argument.run) : undefined;
}
