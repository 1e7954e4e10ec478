import * as vscode from 'vscode';
import type { KnownLibrary, Libraries } from '../common/libraries';
import { plainLine } from '../common/markdown';
import type { TreeNode } from './tree/libraryNode';
import { ownVersions, removedSkills } from './versions/skillVersions';
import type { OwnVersion } from './versions/skillVersions';
import { showInformation } from '../common/messages';
import { pickFrom } from '../common/pickers';

/** A skill that a command is to work on; the file is absent when only archived versions are left. */
export interface ChosenSkill {
  readonly library: KnownLibrary;
  readonly name: string;
  /** The version that was pointed at, if it was one. */
  readonly version?: OwnVersion;
}

/** What menus and the view hand over; anything else was not made here. */
export function asNode(value: unknown): TreeNode | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('library' in value)) {
    return undefined;
  }
  const kinds: readonly unknown[] = ['library', 'skill', 'unread', 'removed', 'version', 'notice'];
  return kinds.includes(value.kind) ? (value as TreeNode) : undefined;
}

/**
 * The skill that a command was called for: the one pointed at, else the one in the active editor, else the one
 * that the person picks. Whatever was pointed at is looked up again, for it may have changed or gone.
 */
export async function chooseSkill(
  libraries: Libraries,
  argument: unknown,
  options: { readonly title: string; readonly withRemoved?: boolean },
): Promise<ChosenSkill> {
  const pointed = await lookUp(libraries, asNode(argument));
  if (pointed !== undefined) return pointed;
  const active = vscode.window.activeTextEditor?.document.uri;
  const place = active === undefined ? undefined : await libraries.of(active);
  return place ?? (await pickSkill(libraries, options));
}

async function lookUp(
  libraries: Libraries,
  node: TreeNode | undefined,
): Promise<ChosenSkill | undefined> {
  if (node === undefined) return undefined;
  const library = await libraries.find(node.library.dir);
  if (library === undefined) return undefined;
  if (node.kind === 'skill') return { library, name: node.skill.name };
  if (node.kind === 'removed') return { library, name: node.name };
  if (node.kind !== 'version') return undefined;
  const { name, version } = node;
  const folder = await libraries.read(library);
  const same = ownVersions(folder, name).find(
    (it) => it.skill.file === version.skill.file && it.skill.text === version.skill.text,
  );
  return same === undefined ? { library, name } : { library, name, version: same };
}

/** Lets the person pick a skill of any library. @throws CancellationError when they do not. */
export async function pickSkill(
  libraries: Libraries,
  { title, withRemoved = false }: { readonly title: string; readonly withRemoved?: boolean },
): Promise<ChosenSkill> {
  type Item = vscode.QuickPickItem & { readonly chosen?: ChosenSkill };
  const known = await libraries.list();
  const items: Item[] = [];
  for (const library of known) {
    const folder = await libraries.read(library).catch(() => undefined);
    if (folder === undefined) continue;
    if (known.length > 1) items.push(separator(plainLine(library.label, 120)));
    for (const { name, version, description } of folder.skills) {
      items.push({
        label: plainLine(name, 80),
        description: version === 0 ? '' : vscode.l10n.t('v{0}', version),
        detail: plainLine(description, 160),
        chosen: { library, name },
      });
    }
    for (const name of withRemoved ? removedSkills(folder) : []) {
      const description = vscode.l10n.t('removed');
      items.push({ label: plainLine(name, 80), description, chosen: { library, name } });
    }
  }
  if (!items.some(({ chosen }) => chosen !== undefined)) {
    void showInformation(
      vscode.l10n.t('There are no skills in this workspace yet. "GRASP: New Skill" makes one.'),
    );
    throw new vscode.CancellationError();
  }
  const picked = await pickFrom(items, {
    title,
    placeHolder: vscode.l10n.t('Choose a skill'),
    matchOnDetail: true,
  });
  if (picked?.chosen === undefined) throw new vscode.CancellationError();
  return picked.chosen;
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
