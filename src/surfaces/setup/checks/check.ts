/** What the command line would say about a file before a run, place by place. Part of the laboratory. */
import { resolve } from 'node:path';
import { isPresetPath, KeyNotAllowed, loadPreset, presetNeeds } from '../../../backends/presets';
import { ConfigError } from '../../../config/configIssue';
import { createTask } from '../../../config/createTask';
import { loadLibrary } from '../../../config/loadLibrary';
import { loadRunConfig } from '../../../config/loadRunConfig';
import type { LoadedConfig } from '../../../config/loadRunConfig';
import { UserError } from '../../../util/errors';
import type { Place } from '../../../util/errors';
import type { CheckReport, CheckRequest, ConfigProblem } from './configProblem';

type Env = CheckRequest['env'];

/** Makes no model call and starts no program. */
export async function check(request: CheckRequest): Promise<CheckReport> {
  const { file, kind, baseDir, agent, env } = request;
  if (kind === 'preset') {
    const problems = presetProblems(file, [], env, { file });
    return { problems: problems.map((it) => absolute(it, baseDir)), files: [] };
  }
  const read = await attempt(() => loadRunConfig(file, { env, baseDir, agent }), { file });
  if (!('value' in read)) return { problems: read.problems, files: [] };
  const loaded = read.value;
  const found = [
    ...agentProblems(loaded, agent, env),
    ...(await taskProblems(loaded)),
    ...(await libraryProblems(loaded)),
  ];
  return { problems: found.map((it) => absolute(it, baseDir)), files: filesOf(loaded) };
}

/** The presets that the file names; one that is chosen in the editor is not the file's doing. */
function agentProblems(
  loaded: LoadedConfig,
  agent: string | undefined,
  env: Env,
): readonly ConfigProblem[] {
  const { config, presetDirs } = loaded;
  const named = [
    { path: ['agent_preset'], preset: agent === undefined ? config.agent_preset : undefined },
    { path: ['updater', 'preset'], preset: config.updater.preset },
    { path: ['judge', 'preset'], preset: config.judge.preset },
  ];
  return named.flatMap(({ path, preset }) => {
    if (preset === undefined) return [];
    const asked = isPresetPath(preset) ? resolve(loaded.pathOf(preset)) : preset;
    return presetProblems(asked, presetDirs, env, loaded.placeOf(path));
  });
}

/** Variables that are not set or not allowed yet are no fault of the file: who starts a run is asked about them. */
function presetProblems(
  preset: string,
  dirs: readonly string[],
  env: Env,
  place: Place,
): readonly ConfigProblem[] {
  try {
    if (presetNeeds(preset, dirs, env).unset.length === 0) loadPreset(preset, dirs, env);
    return [];
  } catch (error) {
    return error instanceof KeyNotAllowed ? [] : problemsOf(error, place);
  }
}

async function taskProblems(loaded: LoadedConfig): Promise<readonly ConfigProblem[]> {
  const place = loaded.placeOf(['task']);
  const made = await attempt(async () => {
    const { task } = await createTask(loaded);
    try {
      const splits = ['dev', 'val'] as const;
      const sizes = await Promise.all(splits.map(async (it) => (await task.samples(it)).length));
      return splits.filter((_, at) => sizes[at] === 0);
    } finally {
      await task.close?.();
    }
  }, place);
  if (!('value' in made)) return made.problems;
  return made.value.map((split) => ({
    ...locate(place),
    severity: 'error',
    message: `the task has no ${split} samples`,
    fix: `A run learns from dev and monitors val: give some samples the split "${split}".`,
  }));
}

async function libraryProblems(loaded: LoadedConfig): Promise<readonly ConfigProblem[]> {
  const read = await attempt(() => loadLibrary(loaded), loaded.placeOf(['skills']));
  return 'value' in read ? [] : read.problems;
}

function filesOf({ config, pathOf }: LoadedConfig): readonly string[] {
  const { task } = config;
  return task.kind === 'cases' ? [resolve(pathOf(task.suite))] : [];
}

type Attempt<T> = { readonly value: T } | { readonly problems: readonly ConfigProblem[] };

async function attempt<T>(work: () => Promise<T>, place: Place): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { problems: problemsOf(error, place) };
  }
}

function problemsOf(error: unknown, otherwise: Place): readonly ConfigProblem[] {
  if (!(error instanceof UserError)) throw error;
  const all = error instanceof ConfigError ? error.all : [error];
  return all.map(({ message, place, fix }) => ({
    ...locate(place ?? otherwise),
    severity: 'error',
    message,
    ...(fix === undefined ? {} : { fix }),
  }));
}

function locate({ file, line }: Place): Pick<ConfigProblem, 'file' | 'line'> {
  return { file, ...(line === undefined ? {} : { line }) };
}

function absolute(problem: ConfigProblem, baseDir: string): ConfigProblem {
  return { ...problem, file: resolve(baseDir, problem.file) };
}
