import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the backend presets that come with this installation. */
export function bundledPresetDir(): string {
  return join(installation(), 'configs', 'agents');
}

/** Folder of the base skills that come with this installation. */
export function bundledBaseSkills(): string {
  return join(installation(), 'skills', 'base');
}

/** The nearest folder around this code that holds the shipped configs: bundled or as sources. */
function installation(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'configs', 'agents'))) {
    const parent = dirname(folder);
    if (parent === folder) return __dirname;
    folder = parent;
  }
  return folder;
}
