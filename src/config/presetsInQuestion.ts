import { resolve } from 'node:path';
import { parse } from 'yaml';
import { isPresetPath } from '../backends/presetFiles';
import { presetNeeds } from '../backends/presetNeeds';
import type { PresetNeeds } from '../backends/presetNeeds';
import { readTextIfThere } from '../store/safeFile';
import { UserError } from '../util/errors';
import { applyOverrides, parseOverride } from './overrides';
import { presetDirs } from './presetDirs';

/** Bytes of a configuration that are read. */
const MAX_BYTES = 1_000_000;

export interface RunRequest {
  /** Absolute path of a run configuration. */
  readonly config: string;
  /** Folder its relative paths are relative to; absolute. */
  readonly baseDir?: string | undefined;
  /** `--agent`. */
  readonly agent?: string | undefined;
  /** `--set` texts. */
  readonly set?: readonly string[] | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The presets that agent, writer and judge of a run would use. Lenient: what is broken, missing or misspelt
 * is left out, because the run itself says so, and better.
 */
export async function presetsInQuestion(
  request: RunRequest,
  env: Env,
): Promise<readonly PresetNeeds[]> {
  const { config, baseDir } = request;
  const data = await configData(request);
  const agent =
    request.agent ?? (env['GRASP_BACKEND'] || undefined) ?? member(data, 'agent_preset');
  const asked = [agent, ...['updater', 'judge'].map((role) => member(data, role, 'preset'))];
  const names = new Set(asked.filter((name) => typeof name === 'string'));
  const dirs = presetDirs(config, baseDir);
  return [...names].flatMap((name) => {
    const path = isPresetPath(name) ? resolve(baseDir ?? '.', name) : name;
    return unlessWrong(() => presetNeeds(path, dirs, env)) ?? [];
  });
}

async function configData({ config, set = [] }: RunRequest): Promise<unknown> {
  const read = readTextIfThere(config, { maxBytes: MAX_BYTES });
  const text = (await read.catch(() => undefined)) ?? '';
  const overrides = set.flatMap((each) => unlessWrong(() => parseOverride(each)) ?? []);
  try {
    return applyOverrides(parse(text, { maxAliasCount: 100, logLevel: 'silent' }), overrides);
  } catch {
    return applyOverrides({}, overrides);
  }
}

function unlessWrong<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
