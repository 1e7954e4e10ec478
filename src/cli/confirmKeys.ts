import { KeyNotAllowed, withGrants } from '../backends/presets';
import type { KeyUse } from '../backends/presets';
import { choosePresets } from '../config/createModels';
import type { Env } from '../config/createModels';
import type { LoadedConfig } from '../config/loadRunConfig';
import { describeError, UserError } from '../util/errors';
import { allowedKeysFile, readAllowedKeys, rememberAllowedKeys } from './allowedKeys';
import { ask } from './confirm';
import { fromHere } from './report/fromHere';
import { printable } from './report/printable';
import type { Session } from './session';

/**
 * The environment with what the person allows of it to leave: by `--allow-key`, earlier, or now. `--yes` allows
 * none. Where nobody can be asked, the presets are refused later, with the flag to give.
 */
export async function withAllowedKeys(
  loaded: LoadedConfig,
  given: readonly KeyUse[],
  { env, terminal, signal }: Session,
): Promise<Env> {
  const file = allowedKeysFile(env);
  const known = withGrants(env, [...given, ...(await readAllowedKeys(file))]);
  return allowing(loaded, known, async ({ uses, place }) => {
    for (const { variable, origin } of uses) {
      const where = place === undefined ? '' : `${fromHere(place.file)}:${place.line ?? 1}: `;
      const question = `${where}send ${variable} to ${origin}? Whoever runs that server can read it. [y/N] `;
      const answer = await ask(terminal, printable(question), signal);
      if (answer === undefined || !/^\s*y(es)?\s*$/i.test(answer)) return false;
    }
    await rememberAllowedKeys(file, uses).catch((error: unknown) =>
      terminal.warn(
        `grasp: ${file} cannot be written, so this will be asked again: ${describeError(error)}`,
      ),
    );
    return true;
  });
}

/** For a command that sends nothing: the presets may be read whole. */
export function sendingNothing(loaded: LoadedConfig, env: Env): Promise<Env> {
  return allowing(loaded, env, () => Promise.resolve(true));
}

/** Each preset of the run may ask for something of its own. */
async function allowing(
  loaded: LoadedConfig,
  env: Env,
  isAllowed: (asked: KeyNotAllowed) => Promise<boolean>,
): Promise<Env> {
  try {
    choosePresets(loaded, env);
  } catch (error) {
    if (!(error instanceof KeyNotAllowed)) {
      // Whatever else is wrong with a preset is said where it is used.
      if (error instanceof UserError) return env;
      throw error;
    }
    if (!(await isAllowed(error))) return env;
    return allowing(loaded, withGrants(env, error.uses), isAllowed);
  }
  return env;
}
