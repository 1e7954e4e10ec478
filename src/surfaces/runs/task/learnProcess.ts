import { join, relative } from 'node:path';
import type { RunTask } from './runTask';

/** What VS Code is to start. */
export interface LearnProcess {
  readonly process: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface LearnSurroundings {
  /** The extension's folder, absolute. */
  readonly extensionPath: string;
  /** The workspace folder, absolute. */
  readonly folder: string;
  /** Folder that paths in the configuration are relative to; absolute. */
  readonly baseDir: string;
  /** Program that runs the command line; VS Code's own Node when empty. */
  readonly node: string;
  readonly execPath: string;
  /** Presets that the settings name in place of the configuration's; empty: as the configuration says. */
  readonly agent: string;
  readonly writer: string;
  /** Keys, by the variables the presets name. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * `grasp learn` as a process. The task's own words come before the settings'. Values are joined to their flags,
 * so that none can be taken for a flag.
 */
export function learnProcess(task: RunTask, around: LearnSurroundings): LearnProcess {
  const { extensionPath, folder, baseDir, execPath } = around;
  const set = task.set ?? [];
  // A run that is resumed keeps its models, whatever was selected since.
  const isResumed = task.resume === true;
  const agent = task.agent ?? (isResumed ? '' : around.agent);
  const isWriterSaid = set.some((text) => text.startsWith('updater.preset='));
  const writer = isWriterSaid || isResumed ? '' : around.writer;
  const flags: readonly (readonly [string, string | undefined])[] = [
    ['config', relative(baseDir, join(folder, task.config))],
    ['method', task.method],
    ['agent', agent === '' ? undefined : agent],
    ['run-name', task.runName],
    ['review', task.review],
    ['set', writer === '' ? undefined : writerOverride(writer)],
    ...set.map((text) => ['set', text] as const),
  ];
  return {
    process: around.node === '' ? execPath : around.node,
    args: [
      join(extensionPath, 'dist', 'cli.js'),
      'learn',
      ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`])),
      ...(isResumed ? ['--resume'] : []),
      // The estimate was shown before, or whoever wrote tasks.json knows what they ask for.
      '--yes',
    ],
    cwd: baseDir,
    // VS Code's own program is Electron, and Node only when told so.
    env: { ...around.env, ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** The `--set` that chooses the writer's preset; a path may hold what YAML would take for markup. */
export function writerOverride(preset: string): string {
  return `updater.preset=${/^[\w./-]+$/.test(preset) ? preset : JSON.stringify(preset)}`;
}
