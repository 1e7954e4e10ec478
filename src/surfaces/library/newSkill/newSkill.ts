import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Layout } from '../../../engine/skill/types';
import { refuseReadOnly } from '../../common/readOnly';
import { requireFolder } from '../../common/requireFolder';
import { UserError } from '../../../util/errors';
import type { KnownLibrary, Libraries } from '../../common/libraries';
import { plainLine } from '../../common/markdown';
import { asNode } from '../chosenSkill';
import { profileOf } from '../lint/profileOf';
import type { NewSkillPlace } from './draftSkill';
import { askFor, type AskOptions } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

type Target = Pick<KnownLibrary, 'dir' | 'label' | 'layout' | 'configs'>;

/** Where skills are looked for, by whom; offered where there is no library yet. */
const places = ['.github/skills', '.claude/skills', 'skills'];

/** Asks for what a new skill needs, writes it from the template, and opens it. */
export async function newSkill(
  libraries: Libraries,
  extensionPath: string,
  argument: unknown,
): Promise<void> {
  requireFolder();
  const target = await chooseTarget(libraries, argument);
  await refuseReadOnly(target.dir);
  const known = await libraries.find(target.dir);
  const folder = known === undefined ? undefined : await libraries.read(known);
  const place: NewSkillPlace = {
    layout: target.layout,
    profile: profileOf(target),
    taken: folder?.skills.map(({ name }) => name) ?? [],
  };
  const drafting = await import('./draftSkill');
  const title = vscode.l10n.t('New skill in {0}', plainLine(target.label, 80));
  const name = await ask({
    title: `${title} (1/2)`,
    prompt: vscode.l10n.t(
      'Name of the skill, such as {0}',
      drafting.proposedName('check dates', target.layout),
    ),
    validateInput: (value) => drafting.objectionToName(value, place, vscode.l10n),
  });
  const description = await ask({
    title: `${title} (2/2)`,
    prompt: vscode.l10n.t(
      'What it does and when to use it, in a sentence or two: agents choose it by this',
    ),
    placeHolder: vscode.l10n.t(
      'Compares dates as dates. Use when two dates stand in different formats.',
    ),
    validateInput: (value) => drafting.objectionToDescription(value, place, vscode.l10n),
  });
  const content = drafting.bodyFrom(await readSkeleton(extensionPath), name);
  const skill = drafting.draftSkill({ name, description, content }, place);
  await create(vscode.Uri.file(join(target.dir, skill.file)), skill.text);
}

async function ask(options: AskOptions): Promise<string> {
  const answer = await askFor({ ...options, ignoreFocusOut: true });
  if (answer === undefined) throw new vscode.CancellationError();
  return answer;
}

async function chooseTarget(libraries: Libraries, argument: unknown): Promise<Target> {
  const node = asNode(argument);
  const pointed = node === undefined ? undefined : await libraries.find(node.library.dir);
  if (pointed !== undefined) return pointed;
  const known = await libraries.list();
  const [only] = known;
  if (known.length === 1 && only !== undefined) return only;
  type Item = vscode.QuickPickItem & { readonly target: Target };
  const offered = known.length > 0 ? known : newPlaces();
  const items = offered.map((target): Item => {
    const layout = layoutWords(target.layout);
    return { label: plainLine(target.label, 120), description: layout, target };
  });
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('New skill'),
    placeHolder: vscode.l10n.t('Choose the library that the skill goes into'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.target;
}

function newPlaces(): readonly Target[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new UserError(vscode.l10n.t('A skill is a file in a folder, and no folder is open.'), {
      fix: vscode.l10n.t('Open a folder first.'),
    });
  }
  return folders.flatMap(({ uri, name }) =>
    places.map((path) => ({
      dir: join(uri.fsPath, path),
      label: folders.length > 1 ? `${name}/${path}` : path,
      layout: 'folder' as const,
      configs: [],
    })),
  );
}

function layoutWords(layout: Layout): string {
  return layout === 'folder'
    ? vscode.l10n.t('a folder for each skill: NAME/SKILL.md')
    : vscode.l10n.t('a file for each skill: NAME.md');
}

async function readSkeleton(extensionPath: string): Promise<string> {
  const file = join(extensionPath, 'skills', 'base', 'skeleton.md');
  const { parseSkill } = await import('../../../engine/skill/parseSkill');
  return parseSkill(await readFile(file, 'utf8'), 'skeleton.md').content;
}

/** Written as an edit, so that it can be undone; opened with the first thing to fill in selected. */
async function create(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: Buffer.from(text, 'utf8') });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new UserError(vscode.l10n.t('The skill was not created.'), {
      place: { file: uri.fsPath },
      fix: vscode.l10n.t(
        'Check that there is no such file yet and that the folder can be written.',
      ),
    });
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const heading = text.split('\n').findIndex((line) => /^## summary/i.test(line));
  const line = Math.min(heading < 0 ? 0 : heading + 2, document.lineCount - 1);
  await vscode.window.showTextDocument(document, {
    preview: false,
    selection: document.lineAt(line).range,
  });
}
