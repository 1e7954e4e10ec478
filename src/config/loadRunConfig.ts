import { resolve } from 'node:path';
import { FileRefused, readBytes } from '../store/safeFile';
import { UserError } from '../util/errors';
import type { Place } from '../util/errors';
import { configError, placeOf } from './configIssue';
import { applyOverrides, parseOverride } from './overrides';
import { presetDirs } from './presetDirs';
import { runConfigSchema } from './runConfig';
import type { RunConfig } from './runConfig';
import { readYaml } from './yamlSource';
import type { Path } from './yamlSource';

/** Bytes of a configuration that are read. */
const MAX_BYTES = 1_000_000;

/** A checked configuration, and what is known about where it came from. */
export interface LoadedConfig {
  readonly file: string;
  readonly config: RunConfig;
  /** Preset of the agent, by precedence: a name, or the path of a file. */
  readonly preset: string;
  /** Where presets are looked for, first match wins. */
  readonly presetDirs: readonly string[];
  /** Folder that relative paths of the config are relative to; `undefined`: the current directory. */
  readonly baseDir: string | undefined;
  /** File and line, or flag, a setting came from; for errors found later. */
  placeOf(path: Path): Place;
  /** A path of the config, as it is to be opened. */
  pathOf(path: string): string;
}

export interface LoadOptions {
  /** `--set` texts, applied in order. */
  readonly overrides?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--agent`: the name of a preset, or the path of one. */
  readonly agent?: string | undefined;
  /**
   * Absolute folder that relative paths are relative to. Without one they stay as they are: relative to the
   * current directory, as published.
   */
  readonly baseDir?: string | undefined;
}

/**
 * Reads and checks a run config.
 * @throws UserError with file and line, or with the `--set` at fault.
 */
export async function loadRunConfig(file: string, options: LoadOptions): Promise<LoadedConfig> {
  const overrides = (options.overrides ?? []).map(parseOverride);
  const { baseDir } = options;
  const source = readYaml(await readConfig(file, baseDir), file);
  const origin = {
    source,
    overrides,
    data: withoutEmpty(applyOverrides(source.data ?? {}, overrides)),
  };
  const checked = runConfigSchema.safeParse(origin.data);
  if (!checked.success) throw configError(checked.error.issues, origin);
  const preset = choosePreset(checked.data, options);
  if (preset === undefined) {
    throw new UserError('no backend is chosen', {
      place: { file },
      fix: 'Add "agent_preset: NAME", set GRASP_BACKEND, or pass --agent NAME; "grasp doctor" lists the names.',
    });
  }
  return {
    file,
    config: checked.data,
    preset,
    presetDirs: presetDirs(file, baseDir),
    baseDir,
    placeOf: (path) => placeOf(path, origin),
    pathOf: (path) => (baseDir === undefined ? path : resolve(baseDir, path)),
  };
}

function choosePreset(config: RunConfig, { agent, env }: LoadOptions): string | undefined {
  return agent ?? (env['GRASP_BACKEND'] || undefined) ?? config.agent_preset;
}

async function readConfig(file: string, baseDir: string | undefined): Promise<string> {
  try {
    return (await readBytes(file, { maxBytes: MAX_BYTES })).toString('utf8');
  } catch (error) {
    if (error instanceof FileRefused) {
      throw new UserError('the config cannot be read', { place: { file }, fix: error.message });
    }
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(missing ? 'there is no such config file' : 'the config cannot be read', {
      place: { file },
      fix:
        missing && baseDir === undefined
          ? 'Paths are relative to the current directory; configs/quickstart.yaml is a start.'
          : 'Check that it is a readable file.',
      cause: error,
    });
  }
}

/** A key with nothing behind it (`budget:` with every line commented out) counts as not written. */
function withoutEmpty(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutEmpty);
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutEmpty(value)]));
}
