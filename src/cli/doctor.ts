import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isPresetPath, listPresets, missingVariables } from '../backends/presets';
import { bundledPresetDir } from '../config/bundled';
import { choosePresets } from '../config/createModels';
import type { Env } from '../config/createModels';
import { toCycleOptions } from '../config/cycleOptions';
import { createTask } from '../config/createTask';
import { loadLibrary } from '../config/loadLibrary';
import { loadRunConfig } from '../config/loadRunConfig';
import type { LoadedConfig } from '../config/loadRunConfig';
import { lintSkill } from '../engine/skill/lint';
import { librariesBelow } from '../store/skillPlaces';
import { describeError, UserError } from '../util/errors';
import { askEndpoint } from './askEndpoint';
import type { Check } from './check';
import { elsewhere, fromCwd } from './libraryCheck';
import { libraryNotes } from './libraryNotes';
import { modelRoom } from './modelRoom';
import { fromHere } from './report/fromHere';
import { shellWord } from './report/shellWord';

export interface DoctorInput {
  /** Without one, only what needs no config is looked at. */
  readonly config: string | undefined;
  readonly overrides: readonly string[];
  readonly agent: string | undefined;
  readonly env: Env;
  /** Whether to ask the endpoint if it is there. */
  readonly online: boolean;
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
  /** The environment with what the person allows of it to be sent; asked when the endpoint is. */
  readonly allowed?: (loaded: LoadedConfig) => Promise<Env>;
}

const LEAST_NODE = 20;

/** Looks at everything a run needs. Makes no model call; never throws for what it finds. */
export async function diagnose(input: DoctorInput): Promise<readonly Check[]> {
  const node = checkNode(input.nodeVersion);
  if (input.config === undefined) {
    return [node, ...checkPresets([bundledPresetDir()], undefined, input.env)];
  }
  const loaded = await attempt('config', () => load(input));
  if (!loaded.ok) return [node, loaded.check];
  const { value } = loaded;
  return [
    node,
    { name: 'config', status: 'ok', detail: value.file },
    ...checkPresets(value.presetDirs, chosenPreset(value), input.env),
    await checkTask(value),
    await checkLibrary(value),
    ...(await checkRoom(value, input.env)),
    await checkOutput(value),
    ...(await checkEndpoint(value, input)),
  ];
}

async function load({ config = '', overrides, agent, env }: DoctorInput): Promise<LoadedConfig> {
  return loadRunConfig(config, { overrides, agent, env });
}

function checkNode(version: string): Check {
  const isNew = Number(version.split('.')[0]) >= LEAST_NODE;
  return isNew
    ? { name: 'node', status: 'ok', detail: version }
    : {
        name: 'node',
        status: 'fail',
        detail: `${version} is too old`,
        fix: `Install Node ${LEAST_NODE} or newer.`,
      };
}

function chosenPreset({ preset, pathOf }: LoadedConfig): string {
  return isPresetPath(preset) ? resolve(pathOf(preset)) : preset;
}

function checkPresets(dirs: readonly string[], chosen: string | undefined, env: Env): Check[] {
  const presets = listPresets(dirs);
  const rows = presets.map(({ name }) => presetCheck(name, dirs, name === chosen, env));
  if (chosen !== undefined && isPresetPath(chosen)) {
    return [presetCheck(chosen, dirs, true, env), ...rows];
  }
  if (presets.length === 0) return [noPresets(dirs, chosen)];
  if (chosen === undefined || presets.some(({ name }) => name === chosen)) return rows;
  return [
    {
      name: `preset ${chosen}`,
      status: 'fail',
      detail: 'there is no such preset',
      fix: `Choose one of ${presets.map(({ name }) => name).join(', ')} with --agent.`,
    },
    ...rows,
  ];
}

function noPresets(dirs: readonly string[], chosen: string | undefined): Check {
  return {
    name: chosen === undefined ? 'presets' : `preset ${chosen}`,
    status: chosen === undefined ? 'warn' : 'fail',
    detail: `there are no presets: none in ${dirs.join(', nor in ')}`,
    fix: 'Make one: a file agents/NAME.yaml beside the run config, with the lines "backend: openai-chat", "base_url: …" and "model: …", or with "backend: simulated" alone.',
  };
}

function presetCheck(name: string, dirs: readonly string[], isChosen: boolean, env: Env): Check {
  const title = `preset ${name}${isChosen ? ' (chosen)' : ''}`;
  const bad = isChosen ? 'fail' : 'warn';
  try {
    const missing = missingVariables(name, dirs, env);
    if (missing.length === 0) return { name: title, status: 'ok', detail: 'has all it needs' };
    return {
      name: title,
      status: bad,
      detail: `lacks ${missing.join(', ')}`,
      fix: missing.map((variable) => `export ${variable}=…`).join('; '),
    };
  } catch (error) {
    return failed(title, error, bad);
  }
}

async function checkTask(loaded: LoadedConfig): Promise<Check> {
  const made = await attempt('task', async () => {
    const { task } = await createTask(loaded);
    try {
      const [dev, val] = [await task.samples('dev'), await task.samples('val')];
      return { name: task.name, dev: dev.length, val: val.length };
    } finally {
      await task.close?.();
    }
  });
  if (!made.ok) return made.check;
  const { name, dev, val } = made.value;
  const detail = `${name}: ${dev} dev and ${val} val samples`;
  if (dev > 0 && val > 0) return { name: 'task', status: 'ok', detail };
  return {
    name: 'task',
    status: 'fail',
    detail,
    fix: 'A run learns from dev and monitors val: give some samples each of these splits.',
  };
}

async function checkLibrary(loaded: LoadedConfig): Promise<Check> {
  const read = await attempt('library', () => loadLibrary(loaded));
  if (!read.ok) return read.check;
  const { library, problems, dir } = read.value;
  const folder = loaded.config.skills.library_dir ?? loaded.config.skills.base_dir;
  const found = [
    ...problems,
    ...library.learned.flatMap((skill) => lintSkill(skill, 'grasp')),
  ].filter(
    // What reading a skill reports, its lint reports again.
    ({ file, code }, at, all) =>
      all.findIndex((other) => other.file === file && other.code === code) === at,
  );
  const count = `${library.learned.length} skills, ${library.base.length} base skills`;
  if (dir !== undefined && library.learned.length === 0 && problems.length === 0) {
    const others = elsewhere(await librariesBelow(dir));
    return {
      name: 'library',
      status: 'warn',
      detail: `${fromCwd(dir)} holds no skills${others.length > 0 ? `; ${others.join('; ')}` : ''}`,
      ...(others.length > 0 ? { fix: 'Name that folder as skills.library_dir.' } : {}),
    };
  }
  if (found.length === 0) return { name: 'library', status: 'ok', detail: count };
  return {
    name: 'library',
    status: found.some(({ severity }) => severity === 'error') ? 'fail' : 'warn',
    detail: `${count}; ${found.length} problems`,
    fix: ['grasp skills lint', ...(folder === undefined ? [] : [shellWord(folder)])].join(' '),
  };
}

/** Whether the library fits what the run allows it and what its models can read. */
async function checkRoom(loaded: LoadedConfig, env: Env): Promise<readonly Check[]> {
  const known = await attempt('room', async () => {
    const { library } = await loadLibrary(loaded);
    const { agent, writer } = choosePresets(loaded, env);
    const { max_tokens } = loaded.config.updater;
    const rooms = { agent: modelRoom(agent), writer: modelRoom(writer, max_tokens) };
    const options = toCycleOptions(loaded.config, library.learned.length);
    return libraryNotes({ options, library, rooms, loaded });
  });
  // What keeps it from being told is told by the other checks.
  if (!known.ok) return [];
  return known.value.map(({ about, text, fix }) => ({
    name: `library: ${about}`,
    status: 'warn',
    detail: text,
    fix,
  }));
}

/** The nearest folder that exists must let us write; nothing is created by looking. */
async function checkOutput({ config }: LoadedConfig): Promise<Check> {
  const name = 'output_dir';
  let folder = resolve(config.output_dir);
  for (;;) {
    const state = await reach(folder);
    if (state === 'writable') return { name, status: 'ok', detail: config.output_dir };
    const parent = dirname(folder);
    if (state === 'closed' || parent === folder) {
      return {
        name,
        status: 'fail',
        detail: `${folder} is not a folder that can be written to`,
        fix: `chmod u+w ${shellWord(folder)}, or choose another: --set output_dir=DIR`,
      };
    }
    folder = parent;
  }
}

async function reach(folder: string): Promise<'writable' | 'closed' | 'absent'> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'closed';
    await access(folder, constants.W_OK);
    return 'writable';
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? 'absent' : 'closed';
  }
}

async function checkEndpoint(loaded: LoadedConfig, input: DoctorInput): Promise<Check[]> {
  if (!input.online) return [];
  const chosen = await attempt('endpoint', async () =>
    choosePresets(loaded, (await input.allowed?.(loaded)) ?? input.env),
  );
  if (!chosen.ok) return [chosen.check];
  const { agent, writer } = chosen.value;
  const presets = agent.name === writer.name ? [agent] : [agent, writer];
  return (await Promise.all(presets.map((preset) => askEndpoint(preset, input.signal)))).flat();
}

type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly check: Check };

/** Carries something out that may fail for reasons a person can mend. */
async function attempt<T>(name: string, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, check: failed(name, error, 'fail') };
  }
}

function failed(name: string, error: unknown, status: 'warn' | 'fail'): Check {
  if (!(error instanceof UserError) || error.fix === undefined) {
    return { name, status, detail: describeError(error, fromHere) };
  }
  const { message, place, fix } = error;
  const bare = new UserError(message, place ? { place } : {});
  return { name, status, detail: describeError(bare, fromHere), fix };
}
