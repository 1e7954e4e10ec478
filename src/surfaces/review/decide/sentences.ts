import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import { explainHindrance } from '../fitText';
import type { ReviewEdit } from '../reviewEdit';
import type { AuthorLibrary } from './authorLibrary';
import { titleOf } from './editTitle';
import type { Hindrance } from './judgeFit';

/** Why an edit is not carried over to the author's files, and what to do. */
export function stale(edit: ReviewEdit, hindrance: Hindrance, library: AuthorLibrary): UserError {
  const title = titleOf(edit.candidate.judged);
  const isEarly = edit.isEarly === true;
  const isFile = hindrance.why === 'broken' || hindrance.why === 'refused';
  const why = isEarly ? edit.fitReason : explainHindrance(hindrance, vscode.l10n);
  return new UserError(
    isEarly
      ? vscode.l10n.t('{0} does not fit your library yet. {1}', title, why)
      : vscode.l10n.t('{0} does not fit your library any more. {1}', title, why),
    {
      place: { file: library.dir },
      fix: fixFor(isEarly, isFile),
    },
  );
}

function fixFor(isEarly: boolean, isFile: boolean): string {
  if (isFile) return vscode.l10n.t('Mend it first. Nothing was changed.');
  return isEarly
    ? vscode.l10n.t('Or carry it over to your text with "Rebase Edit". Nothing was changed.')
    : vscode.l10n.t('Carry it over to your text with "Rebase Edit". Nothing was changed.');
}

/** With what a run that goes on makes of it. */
export function withRun(done: string, { state, run }: ReviewEdit): string {
  if (state.status === 'waiting') {
    return vscode.l10n.t('{0} Run {1} takes it up now.', done, plainLine(run.name, 60));
  }
  return state.status === 'running'
    ? vscode.l10n.t('{0} Run {1} takes it up at its next update.', done, plainLine(run.name, 60))
    : done;
}

export function nothingLeft({ candidate }: ReviewEdit): UserError {
  const title = titleOf(candidate.judged);
  return new UserError(vscode.l10n.t('Nothing of {0} is left to accept.', title), {
    fix: vscode.l10n.t('Reject the edit instead.'),
  });
}

export function noLibrary({ candidate, run }: ReviewEdit): UserError {
  const title = titleOf(candidate.judged);
  return new UserError(vscode.l10n.t('There is no library to accept {0} into.', title), {
    place: { file: run.dir },
    fix: vscode.l10n.t(
      'A run proposes edits for the library that its configuration names as `skills.library_dir`; this one names none.',
    ),
  });
}

/** Did the author decide against the gate, or on a version that it was not asked about? */
export type Overrides = 'against' | 'unasked' | undefined;

export function accepted(
  title: string,
  where: string,
  overrides: Overrides,
  isPart: boolean,
): string {
  switch (overrides) {
    case 'against':
      return vscode.l10n.t('Accepted {0} into {1}, against the gate.', title, where);
    case 'unasked':
      return isPart
        ? vscode.l10n.t('Accepted part of {0}, not itself probed, into {1}.', title, where)
        : vscode.l10n.t('Accepted your version of {0}, not itself probed, into {1}.', title, where);
    case undefined:
      return vscode.l10n.t('Accepted {0} into {1}.', title, where);
  }
}

/** Asks for the reason of an override. */
export function question(
  { candidate }: ReviewEdit,
  overrides: Exclude<Overrides, undefined>,
): string {
  return overrides === 'against'
    ? vscode.l10n.t(
        'The gate said: {0} Why do you decide otherwise? May be left empty.',
        plainLine(candidate.judged.reason, 300),
      )
    : vscode.l10n.t(
        'The gate was not asked about your version of it. Why do you take it? May be left empty.',
      );
}

export function unknownEdit(): UserError {
  return new UserError(vscode.l10n.t('This edit is no longer known.'), {
    fix: vscode.l10n.t('Its run was moved or deleted. Refresh the runs.'),
  });
}
