import * as vscode from 'vscode';
import { command, view } from '../common/ids';
import { registerCommand } from '../common/registerCommand';
import { registerRowCommand } from '../common/registerRowCommand';
import type { Surroundings } from '../common/surroundings';
import { FixActions } from './fixes/fixActions';
import { SkillLint } from './lint/skillLint';
import { newSkill } from './newSkill/newSkill';
import { openSkill } from './openSkill';
import { previewInjection } from './preview/previewInjection';
import { LibraryTree } from './tree/libraryTree';
import { compareVersions } from './versions/compareVersions';
import { restoreCommand } from './versions/restoreVersion';
import { showHistory } from './versions/showHistory';
import { VersionShelf } from './versions/versionShelf';

/** Skills, saved or not: files on disk whatever language the editor takes them for. */
const SKILL_FILES: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{md,MD}' };

/** The view of libraries, what it offers, and the checks of skill files. */
export function registerLibrary(surroundings: Surroundings): void {
  const { context, disposables, edits, libraries, log, runs, versions } = surroundings;
  const lint = disposables.add(new SkillLint(libraries, runs, log));
  const tree = disposables.add(new LibraryTree(libraries, lint, log));
  const shown = disposables.add(
    vscode.window.createTreeView(view.library, { treeDataProvider: tree, showCollapseAll: true }),
  );
  disposables.add(shown.onDidChangeVisibility(({ visible }) => libraries.keepLooking(visible)));
  libraries.keepLooking(shown.visible);
  disposables.add(
    vscode.languages.registerCodeActionsProvider(
      SKILL_FILES,
      new FixActions(libraries, runs, lint, log),
      { providedCodeActionKinds: FixActions.kinds },
    ),
  );

  const shelf = new VersionShelf(libraries, edits, versions);
  const { library } = command;
  registerCommand(surroundings, library.refresh, () => libraries.refresh());
  registerCommand(surroundings, library.openSkill, (it) => openSkill(libraries, it));
  registerRowCommand(surroundings, library.history, (it) => showHistory(libraries, shelf, it));
  registerRowCommand(surroundings, library.compareVersions, (it) =>
    compareVersions(libraries, shelf, it),
  );
  registerRowCommand(surroundings, library.restore, (it) => restoreCommand(libraries, it));
  registerCommand(surroundings, library.newSkill, (it) =>
    newSkill(libraries, context.extensionPath, it),
  );
  registerCommand(surroundings, library.preview, (it) => previewInjection(surroundings, it));
}
