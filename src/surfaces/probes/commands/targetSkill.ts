import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import type { Libraries } from '../../common/libraries';
import type { ProbedSkill, SkillSessions } from '../session/skillSessions';
import { pickFrom } from '../../common/pickers';

/**
 * The skill that a command is about: the one it was given (by a lens or a menu), else that of the active
 * editor, else one that the person picks.
 */
export async function targetSkill(
  sessions: SkillSessions,
  libraries: Libraries,
  given: unknown,
): Promise<ProbedSkill> {
  const uri = uriOf(given) ?? vscode.window.activeTextEditor?.document.uri;
  return (uri && (await sessions.of(uri))) ?? pickSkill(sessions, libraries);
}

/** @throws CancellationError; UserError when there is no skill at all. */
export async function pickSkill(
  sessions: SkillSessions,
  libraries: Libraries,
): Promise<ProbedSkill> {
  const found = await Promise.all(
    (await libraries.list()).map(async (library) => {
      const folder = await libraries.read(library).catch(() => undefined);
      return (folder?.skills ?? []).map(({ name, file, description }) => ({
        label: plainLine(name, 80),
        description: library.label,
        detail: plainLine(description, 120),
        uri: vscode.Uri.joinPath(vscode.Uri.file(library.dir), file),
      }));
    }),
  );
  const items = found.flat();
  if (items.length === 0) {
    throw new UserError(vscode.l10n.t('There is no skill to probe.'), {
      fix: vscode.l10n.t('Make one with "GRASP: New Skill".'),
    });
  }
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('Probes of which skill?'),
    matchOnDescription: true,
  });
  const skill = picked && (await sessions.of(picked.uri));
  if (!skill) throw new vscode.CancellationError();
  return skill;
}

/** Only an address is taken from an argument; whether it is a skill is looked up. */
function uriOf(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  return typeof given === 'string' && given.startsWith('file:')
    ? vscode.Uri.parse(given)
    : undefined;
}
