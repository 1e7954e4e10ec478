import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../util/errors';
import type { Place } from '../util/errors';
import { bundledPresetDir } from './bundled';
import { configError, placeOf } from './configIssue';
import { applyOverrides, parseOverride } from './overrides';
import { runConfigSchema } from './runConfig';
import type { RunConfig } from './runConfig';
import { readYaml } from './yamlSource';
import type { Path } from './yamlSource';

/** A checked configuration, and what is known about where it came from. */
export interface LoadedConfig {
  readonly file: string;
  readonly config: RunConfig;
  /** Preset of the agent, by precedence. */
  readonly preset: string;
  /** Where presets are looked for, first match wins. */
  readonly presetDirs: readonly string[];
  /** File and line, or flag, a setting came from; for errors found later. */
  placeOf(path: Path): Place;
}

export interface LoadOptions {
  /** `--set` texts, applied in order. */
  readonly overrides?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--agent`. */
  readonly agent?: string | undefined;
}

/**
 * Reads and checks a run config. Relative paths inside stay as they are: they are relative to the
 * current directory, as published.
 * @throws UserError with file and line, or with the `--set` at fault.
 */
export async function loadRunConfig(file: string, options: LoadOptions): Promise<LoadedConfig> {
  const overrides = (options.overrides ?? []).map(parseOverride);
  const source = readYaml(await readConfig(file), file);
  const origin = {
    source,
    overrides,
    data: withoutEmpty(applyOverrides(source.data ?? {}, overrides)),
  };
  const checked = runConfigSchema.safeParse(origin.data);
  if (!checked.success) throw configError(checked.error.issues, origin);
  const presetDirs = [join(dirname(file), 'agents'), bundledPresetDir()];
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
    presetDirs,
    placeOf: (path) => placeOf(path, origin),
  };
}

function choosePreset(config: RunConfig, { agent, env }: LoadOptions): string | undefined {
  return agent ?? (env['GRASP_BACKEND'] || undefined) ?? config.agent_preset;
}

async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(missing ? 'there is no such config file' : 'the config cannot be read', {
      place: { file },
      fix: missing
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
