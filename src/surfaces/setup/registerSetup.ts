import { command } from '../common/ids';
import { registerCommand } from '../common/registerCommand';
import type { Surroundings } from '../common/surroundings';
import { resumeBridge } from './bridge/resumeBridge';
import { registerChecks } from './checks/registerChecks';
import { forgetKeys, storeKey } from './keys/keyCommands';
import { presetsInReach, selectModel } from './models/selectModel';
import { Walkthrough } from './walkthrough';
import { createSample } from './sample/createSample';

/** Models, keys, the first steps, and what is wrong with a configuration. */
export function registerSetup(surroundings: Surroundings): void {
  const { context, keys, libraries } = surroundings;
  const { model, setup } = command;
  registerCommand(surroundings, model.select, () => selectModel(surroundings));
  registerCommand(surroundings, model.setKey, async () =>
    storeKey(keys, await presetsInReach(context)),
  );
  registerCommand(surroundings, model.forgetKey, () => forgetKeys(keys));
  registerCommand(surroundings, setup.createSample, () => createSample(context.extensionPath));
  registerCommand(surroundings, setup.createConfig, async () => {
    const { createConfig } = await import('./ownConfig/createConfig');
    return createConfig(libraries);
  });
  const walkthrough = new Walkthrough(context.extension.id);
  registerCommand(surroundings, setup.open, () => walkthrough.open());
  registerChecks(surroundings);
  void resumeBridge(surroundings);
}
