import { join } from 'node:path';
import * as vscode from 'vscode';
import { pathWithin } from '../../common/pathWithin';
import { UserError } from '../../../util/errors';
import type { KnownLibrary, Libraries } from '../../common/libraries';
import { plainLine } from '../../common/markdown';
import { folderOf } from '../../common/workspaceFolder';
import { requireFolder } from '../../common/requireFolder';
import { lookFor } from '../newFiles/newFiles';
import { offerFiles } from '../newFiles/offerFiles';
import { ownConfigFiles } from './ownConfigFiles';
import { sayBriefly } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

const MAX_EVALS = 200;

/** Makes a configuration for a library of the author's, after a question, and opens what there is to fill in. */
export async function createConfig(libraries: Libraries): Promise<void> {
  requireFolder();
  const library = await chooseLibrary(libraries);
  const folder = folderOf(library.dir);
  if (folder === undefined) {
    throw new UserError(vscode.l10n.t('This library lies outside of the folder that is open.'), {
      place: { file: library.dir },
      fix: vscode.l10n.t('Open the folder that it lies in.'),
    });
  }
  const within = (path: string): string => pathWithin(folder.uri.fsPath, path);
  const evals = await chooseCases(library);
  if (evals === undefined) return;
  const { config, cases } = ownConfigFiles(
    { path: within(library.dir) || '.', layout: library.layout },
    evals.file === undefined ? undefined : within(evals.file),
  );
  const files = await lookFor(folder.uri.fsPath, cases ? [config, cases] : [config]);
  const isDone = await offerFiles(folder.uri.fsPath, files, {
    question: vscode.l10n.t('Create a configuration for {0}?', plainLine(library.label, 80)),
    explanation: cases
      ? vscode.l10n.t(
          'The configuration says how to measure and to learn; the cases are examples for you to replace. Nothing else is touched.',
        )
      : vscode.l10n.t('It says how to measure and to learn. Nothing else is touched.'),
  });
  if (!isDone) return;
  libraries.refresh();
  const toFillIn = (cases ?? config).path;
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder.uri.fsPath, toFillIn)));
  const said = cases
    ? vscode.l10n.t('GRASP: replace the example cases by your own, then "GRASP: Start Learning…".')
    : vscode.l10n.t('GRASP: the configuration is ready. "GRASP: Start Learning…" runs it.');
  sayBriefly(said, { icon: 'check', ms: 15_000 });
}

/** Asks where there are several; those that no configuration names yet come first. */
async function chooseLibrary(libraries: Libraries): Promise<KnownLibrary> {
  // Skills that were just made in a terminal may not have been told of.
  libraries.refresh();
  const known = (await libraries.list()).filter(({ exists }) => exists);
  const [only] = known;
  if (only === undefined) {
    throw new UserError(vscode.l10n.t('There are no skills in this workspace yet.'), {
      fix: vscode.l10n.t(
        '"GRASP: New Skill" makes one, "GRASP: Create Sample Files…" a whole sample.',
      ),
    });
  }
  if (known.length === 1) return only;
  const sorted = known.toSorted((a, b) => a.configs.length - b.configs.length);
  const items = sorted.map((library) => ({
    library,
    label: plainLine(library.label, 120),
    description:
      library.configs.length === 0 ? '' : vscode.l10n.t('a configuration names it already'),
  }));
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('New configuration'),
    placeHolder: vscode.l10n.t('For which skills?'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.library;
}

/** Cases that came with the skills, where there are some; without a file, new ones. */
async function chooseCases(library: KnownLibrary): Promise<{ readonly file?: string } | undefined> {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(library.dir), '*/evals/evals.json');
  const found = await vscode.workspace.findFiles(pattern, undefined, MAX_EVALS);
  if (found.length === 0) return {};
  const items: (vscode.QuickPickItem & { readonly file?: string })[] = found
    .map(({ fsPath }) => ({
      file: fsPath,
      label: plainLine(pathWithin(library.dir, fsPath), 120),
      description: vscode.l10n.t('comes with the skill'),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  items.push({ label: vscode.l10n.t('A new file of cases') });
  return pickFrom(items, {
    title: vscode.l10n.t('New configuration'),
    placeHolder: vscode.l10n.t('On which cases are the skills measured?'),
  });
}
