import { basename, resolve } from 'node:path';
import * as vscode from 'vscode';
import { fileKind } from './fileKinds';
import { readPlain } from './readPlain';
import { settings } from './settings';

/** A run configuration of the workspace, as far as the editor needs it before a run is planned. */
export interface RunConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Folder its relative paths are relative to: the workspace folder; absolute. */
  readonly baseDir: string;
  readonly folder: vscode.WorkspaceFolder;
  readonly taskKind: string;
  /** Backend preset it names. */
  readonly agent: string | undefined;
  /** The author's library, absolute. */
  readonly libraryDir: string | undefined;
  readonly layout: 'flat' | 'folder' | undefined;
  /** Folder of its run directories, absolute. */
  readonly outputDir: string;
  /** Name it gives its run. */
  readonly runName: string | undefined;
}

/** A file that is meant as a run configuration, and is no YAML or lacks one of the blocks that make it one. */
export interface BrokenConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly folder: vscode.WorkspaceFolder;
  /** The block it lacks; `undefined` when it cannot be read. */
  readonly lacks?: 'task' | 'cycle' | undefined;
}

const EXCLUDED = '**/{node_modules,.git,runs}/**';
const MAX_FILES = 200;

/** Every file that `grasp.run.configs` points at and that names a task and a cycle; by path. Broken ones are left out. */
export async function findRunConfigs(): Promise<readonly RunConfigFile[]> {
  return (await lookForRunConfigs()).configs;
}

/** Also those that only look like one, for whoever starts a run and wonders where theirs is. */
export async function lookForRunConfigs(): Promise<{
  readonly configs: readonly RunConfigFile[];
  readonly broken: readonly BrokenConfigFile[];
}> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = (await Promise.all(folders.map(configFilesIn)))
    .flat()
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const configs: RunConfigFile[] = [];
  const broken: BrokenConfigFile[] = [];
  for (const { path, folder } of found) {
    const config = await look(path, folder);
    if (config === undefined) continue;
    if (isSound(config)) configs.push(config);
    else broken.push(config);
  }
  return { configs, broken };
}

/** `undefined` when the file is not there, is broken, or is something else. The engine says what is wrong with it. */
export async function readRunConfig(
  path: string,
  folder: vscode.WorkspaceFolder,
): Promise<RunConfigFile | undefined> {
  const config = await look(path, folder);
  return config !== undefined && isSound(config) ? config : undefined;
}

function isSound(config: RunConfigFile | BrokenConfigFile): config is RunConfigFile {
  return 'taskKind' in config;
}

type Found = Pick<RunConfigFile, 'path' | 'folder'>;

async function configFilesIn(folder: vscode.WorkspaceFolder): Promise<readonly Found[]> {
  const patterns = settings.runConfigs(folder.uri);
  const uris = await Promise.all(
    patterns.map((pattern) =>
      vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), EXCLUDED, MAX_FILES),
    ),
  );
  const paths = new Set(uris.flat().map((uri) => uri.fsPath));
  return [...paths].map((path) => ({ path, folder }));
}

async function look(
  path: string,
  folder: vscode.WorkspaceFolder,
): Promise<RunConfigFile | BrokenConfigFile | undefined> {
  const { parse } = await import('yaml');
  const text = (await readPlain(path)) ?? '';
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 0 });
  } catch {
    return /^(task|cycle)\s*:/m.test(text) ? { path, folder } : undefined;
  }
  const [task, cycle] = [member(root, 'task'), member(root, 'cycle')];
  if (task === undefined || cycle === undefined) {
    const isMeant = (task ?? cycle) !== undefined && fileKind(path, text) === 'config';
    return isMeant ? { path, folder, lacks: task === undefined ? 'task' : 'cycle' } : undefined;
  }
  const skills = member(root, 'skills');
  const baseDir = folder.uri.fsPath;
  const libraryDir = word(member(skills, 'library_dir'));
  const layout = member(skills, 'layout');
  return {
    path,
    name: basename(path),
    baseDir,
    folder,
    taskKind: word(member(task, 'kind')) ?? '',
    agent: word(member(root, 'agent_preset')),
    libraryDir: libraryDir === undefined ? undefined : resolve(baseDir, libraryDir),
    layout: layout === 'flat' || layout === 'folder' ? layout : undefined,
    outputDir: resolve(baseDir, word(member(root, 'output_dir')) ?? 'runs'),
    runName: word(member(root, 'run_name')),
  };
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
