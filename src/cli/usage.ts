import { loadRunConfig } from '../config/loadRunConfig';
import type { LoadedConfig } from '../config/loadRunConfig';
import { UserError } from '../util/errors';
import type { ConfigFlags } from './options';
import { requiredConfig } from './options';
import type { Session } from './session';

/**
 * Reads what a command was given: a config, a suite, a preset, a library. What is wrong with it is wrong with the
 * call, whichever file it stands in. @throws UserError (usage)
 */
export async function given<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError) || error.kind === 'usage') throw error;
    // The error itself stays what it is: others look at its kind of class.
    Object.defineProperty(error, 'kind', { value: 'usage' });
    throw error;
  }
}

/** The run config that the flags name, with what they change of it. @throws UserError (usage) */
export function givenConfig(
  flags: ConfigFlags,
  { env }: Pick<Session, 'env'>,
  overrides: readonly string[] = [],
): Promise<LoadedConfig> {
  const all = [...(flags.set ?? []), ...overrides];
  return given(loadRunConfig(requiredConfig(flags), { overrides: all, env, agent: flags.agent }));
}
