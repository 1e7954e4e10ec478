import * as vscode from 'vscode';
import { command, taskType, view } from '../common/ids';
import { registerCommand } from '../common/registerCommand';
import type { KnownRun } from '../common/runCatalog';
import { runOfArgument } from '../common/runOfArgument';
import type { Surroundings } from '../common/surroundings';
import { folderOf } from '../common/workspaceFolder';
import { openFolder } from './commands/openFolder';
import { pickRun } from './commands/pickRun';
import { resumeRun } from './commands/resumeRun';
import { showLog } from './commands/showLog';
import { RunStarter } from './commands/startRun';
import { stopRun } from './commands/stopRun';
import { FailureNotices } from './failureNotices';
import { LatestTasks } from './task/latestTasks';
import { RunProcesses } from './task/runProcesses';
import { RunTaskFactory } from './task/runTaskFactory';
import { RunTaskProvider } from './task/runTaskProvider';
import { RunTree } from './tree/runTree';
import { isPublished } from './words';

/** The view of runs, the task type `grasp`, and what can be done with a run. */
export function registerRuns(surroundings: Surroundings): void {
  const { context, disposables, runs, edits, log } = surroundings;
  const factory = new RunTaskFactory(surroundings);
  const latest = new LatestTasks(context.workspaceState);
  const processes = disposables.add(new RunProcesses(runs, latest, log));
  const starter = new RunStarter(surroundings, factory, processes);
  disposables.add(new FailureNotices(runs, processes));
  disposables.add(vscode.tasks.registerTaskProvider(taskType, new RunTaskProvider(factory, latest, log)));

  const tree = disposables.add(new RunTree(runs, edits));
  const shown = disposables.add(
    vscode.window.createTreeView(view.runs, { treeDataProvider: tree, showCollapseAll: true }),
  );
  tree.isVisible = shown.visible;
  disposables.add(
    shown.onDidChangeVisibility(({ visible }) => {
      tree.isVisible = visible;
    }),
  );

  const on = (id: string, work: (argument: unknown) => unknown): void =>
    registerCommand(surroundings, id, work);
  /** The run that was clicked on or named; otherwise the one that the person picks. */
  const anyRun = async (argument: unknown, title: string): Promise<KnownRun | undefined> =>
    (await runOfArgument(argument, runs)) ??
    pickRun(runs, { title, accepts: () => true, none: vscode.l10n.t('There are no runs yet.') });

  on(command.run.start, (argument) => starter.start(argument));
  on(command.run.stop, async (argument) => {
    const run =
      (await runOfArgument(argument, runs)) ??
      (await pickRun(runs, {
        title: vscode.l10n.t('Stop a run'),
        among: await runs.live(),
        accepts: () => true,
        none: vscode.l10n.t('No run is going on.'),
      }));
    if (run) await stopRun(run, processes);
  });
  on(command.run.resume, async (argument) => {
    const run =
      (await runOfArgument(argument, runs)) ??
      (await pickRun(runs, {
        title: vscode.l10n.t('Resume a run'),
        accepts: (state) => state.status === 'stopped' && !isPublished(state),
        none: vscode.l10n.t('There is no stopped run to resume.'),
      }));
    return run && resumeRun(run, { runs, tasks: factory, processes });
  });
  on(command.run.openFolder, async (argument) => {
    const folder = await openFolder(argument, runs);
    if (folder !== undefined) await vscode.commands.executeCommand(`${view.runs}.focus`);
    return folder;
  });
  on(command.run.closeFolder, async (argument) => {
    const folder = folderToClose(argument);
    if (folder !== undefined && runs.opened.includes(folder)) await runs.close(folder);
  });
  on(command.run.refresh, () => runs.refresh());
  on(command.run.showMore, (argument) => tree.showMore(argument));
  on(command.run.showLog, async (argument) => {
    const run = await anyRun(argument, vscode.l10n.t('Show the log of a run'));
    if (run) await showLog(run, processes);
  });
  on(command.run.show, async (argument) => {
    const run = await anyRun(argument, vscode.l10n.t('Show a run'));
    const node = run && (await tree.find(run));
    if (node) await shown.reveal(node, { select: true, focus: true, expand: true });
    // Among very many it may be on a page that nobody has asked for.
    else if (run) await vscode.commands.executeCommand(`${view.runs}.focus`);
  });
  on(command.run.reveal, async (argument) => {
    const run = await anyRun(argument, vscode.l10n.t('Reveal a run'));
    if (run === undefined) return;
    const isInside = folderOf(run.dir) !== undefined;
    const how = isInside ? 'revealInExplorer' : 'revealFileInOS';
    await vscode.commands.executeCommand(how, vscode.Uri.file(run.dir));
  });
}

/** The opened folder behind an element of the tree: a folder itself, or a run in one. */
function folderToClose(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  if (typeof element !== 'object' || element === null) return undefined;
  if ('root' in element) return folderOfRoot(element.root);
  return 'run' in element ? folderToClose(element.run) : undefined;
}

function folderOfRoot(root: unknown): string | undefined {
  if (typeof root === 'string') return root;
  const isFolder = typeof root === 'object' && root !== null && 'folder' in root;
  return isFolder && typeof root.folder === 'string' ? root.folder : undefined;
}
