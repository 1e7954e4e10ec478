import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../util/errors';

/**
 * Looks before anything is written whether it can be: at the file, or at the nearest folder around it that exists.
 * @throws UserError when that is read-only.
 */
export async function refuseReadOnly(path: string): Promise<void> {
  for (let at = path; ; at = dirname(at)) {
    const isThere = await stat(at).then(Boolean, () => false);
    if (!isThere && dirname(at) !== at) continue;
    const isWritable = await access(at, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (isWritable) return;
    throw new UserError(vscode.l10n.t('It is read-only. Nothing was changed.'), {
      place: { file: at },
      fix: vscode.l10n.t('Make it writable, or work on a copy of the workspace.'),
    });
  }
}
