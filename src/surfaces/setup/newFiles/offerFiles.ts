import * as vscode from 'vscode';
import { writeNew, type NewFile } from './newFiles';
import { showInformation } from '../../common/messages';

/** Writes files that are not there yet, after a question that names them all; tells whether they are there now. */
export async function offerFiles(
  folder: string,
  files: readonly NewFile[],
  { question, explanation }: { readonly question: string; readonly explanation: string },
): Promise<boolean> {
  if (files.every(({ isThere }) => isThere)) return true;
  const create = vscode.l10n.t('Create Files');
  const list = files.map(({ path, isThere }) =>
    isThere ? vscode.l10n.t('{0} (is there, and stays as it is)', path) : path,
  );
  const detail = [...list, '', explanation].join('\n');
  const options = { modal: true, detail };
  const answer = await showInformation(question, options, create);
  if (answer !== create) return false;
  await writeNew(folder, files);
  return true;
}
