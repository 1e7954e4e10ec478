import { dirname, join, normalize, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Layout } from '../../engine/skill/types';
import { readPlain } from './readPlain';
import type { KnownRun } from './runCatalog';

/** Where a run came from, as the configuration in its directory tells. */
export interface RunOrigin {
  /** The run's own resolved configuration, absolute: what a resume starts from. */
  readonly config: string;
  /** Folder that the paths in it are relative to: where the run was started; absolute. */
  readonly baseDir: string;
  /** The author's library that the run proposes edits for, absolute; `undefined` when it names none. */
  readonly libraryDir: string | undefined;
  /** How its skills lie there, if the configuration says so. */
  readonly layout: Layout | undefined;
  readonly agent: string | undefined;
}

/** `undefined` for published runs and others that left no configuration of ours. */
export async function runOrigin(run: Pick<KnownRun, 'dir'>): Promise<RunOrigin | undefined> {
  const config = join(run.dir, 'config.yaml');
  const text = await readPlain(config, run.dir);
  if (text === undefined) return undefined;
  const { parse } = await import('yaml');
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
  if (!isMap(root) || typeof root.run_name !== 'string') return undefined;
  const outputDir = typeof root.output_dir === 'string' ? root.output_dir : 'runs';
  const baseDir = startedIn(run.dir, outputDir);
  const skills = isMap(root.skills) ? root.skills : {};
  const library = skills.library_dir;
  return {
    config,
    baseDir,
    libraryDir: typeof library === 'string' ? resolve(baseDir, library) : undefined,
    layout: skills.layout === 'flat' || skills.layout === 'folder' ? skills.layout : undefined,
    agent: typeof root.agent_preset === 'string' ? root.agent_preset : undefined,
  };
}

/** The run lies in `<base>/<output_dir>/<name>`: that gives the base. Otherwise its workspace folder. */
function startedIn(dir: string, outputDir: string): string {
  const parent = dirname(dir);
  const tail = sep + normalize(outputDir).replace(/[\\/]+$/, '');
  if (parent.endsWith(tail)) return parent.slice(0, -tail.length) || sep;
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(dir))?.uri.fsPath ?? parent;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
