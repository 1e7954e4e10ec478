import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Libraries } from '../common/libraries';
import { isWithin } from '../common/libraryPlaces';
import { asNode, chooseSkill, pickSkill } from './chosenSkill';

/** Opens the file of a skill, also one that cannot be read as a skill. */
export async function openSkill(libraries: Libraries, argument: unknown): Promise<void> {
  const node = asNode(argument);
  if (node?.kind === 'unread') {
    const path = join(node.library.dir, node.file);
    const library = await libraries.find(node.library.dir);
    if (library !== undefined && isWithin(library.dir, path)) await show(path);
    return;
  }
  const options = { title: vscode.l10n.t('Open a skill') };
  // The skill in the active editor is open already.
  const chosen = await (node === undefined
    ? pickSkill(libraries, options)
    : chooseSkill(libraries, node, options));
  const { skills } = await libraries.read(chosen.library);
  const skill = skills.find(({ name }) => name === chosen.name);
  if (skill !== undefined) await show(join(chosen.library.dir, skill.file));
}

async function show(path: string): Promise<void> {
  // As the editor opens a file from a list: in a tab that the next one takes over.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: true });
}
