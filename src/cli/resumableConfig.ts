import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { bundledPresetDir } from '../config/bundled';
import type { ChosenPresets } from '../config/createModels';
import type { LoadedConfig } from '../config/loadRunConfig';
import type { RunConfig } from '../config/runConfig';

/**
 * The configuration as a run directory keeps it: the run can be resumed from it. Presets that do not come
 * with GRASP are named by their files, because a name is looked for beside the config, and this one lies
 * elsewhere; relative to the folder the run is started in when they lie there, so that it can be moved.
 */
export function resumableConfig(
  { config, baseDir = '.' }: Pick<LoadedConfig, 'config' | 'baseDir'>,
  { agent, writer, judge }: Pick<ChosenPresets, 'agent' | 'writer' | 'judge'>,
): RunConfig {
  const nameOf = ({ name, file }: ChosenPresets['agent']): string => {
    if (dirname(resolve(file)) === resolve(bundledPresetDir())) return name;
    const way = relative(resolve(baseDir), resolve(file));
    const isInside = way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    return isInside && way.includes(sep) ? way.replaceAll(sep, '/') : resolve(file);
  };
  return {
    ...config,
    agent_preset: nameOf(agent),
    updater: withPreset(config.updater, nameOf(writer)),
    judge: withPreset(config.judge, nameOf(judge)),
  };
}

/** One that names no preset goes on naming none. */
function withPreset<T extends { readonly preset?: string | undefined }>(
  other: T,
  preset: string,
): T {
  return other.preset === undefined ? other : { ...other, preset };
}
