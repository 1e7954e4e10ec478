import { dirname, join } from 'node:path';
import { bundledPresetDir } from './bundled';

/** Where the presets of a run config are looked for, first match wins. */
export function presetDirs(config: string, baseDir: string | undefined): readonly string[] {
  return [
    join(dirname(config), 'agents'),
    // A run's own copy of its config lies elsewhere than the config did.
    ...(baseDir === undefined ? [] : [join(baseDir, 'configs', 'agents')]),
    bundledPresetDir(),
  ];
}
