import type { l10n } from 'vscode';
import { command } from '../../common/ids';
import { plainLine } from '../../common/markdown';
import { thereAnyway } from '../fitText';
import type { ReviewEdit } from '../reviewEdit';
import { gateInShort, scoreInShort } from '../thread/editLabel';
import type { EditView } from './editViews';
import type { MergedHunk } from './mergedDocument';
import type { HunkState } from './shownSide';

type Localizer = Pick<typeof l10n, 't'>;

/** A lens above a line; without a command it only says something. */
export interface LensSpec {
  readonly line: number;
  /** Id of the hunk it is about; absent when it is about the edit. */
  readonly hunk?: string;
  readonly title: string;
  readonly command?: string;
  readonly args?: readonly unknown[];
}

/** Probes of the edit that are being run again. */
export interface ProbeProgress {
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** What is written above an edit's merged document and above each of its hunks. */
export function lensSpecs(
  view: EditView,
  l10n: Localizer,
  progress?: ProbeProgress,
): readonly LensSpec[] {
  const { edit, merged } = view;
  const hunks = merged.hunks.filter(({ isBookkeeping }) => !isBookkeeping);
  // What the author wrote into an accepted skill since cannot be told from the hunk any more.
  const isOwn = edit.decision === 'accepted' && view.sides.some(({ isByHand }) => isByHand);
  return [
    ...headLenses(view, { hunks: hunks.length, progress }, l10n),
    ...hunks.flatMap((hunk) =>
      hunkLenses(
        { edit, hunk, isOnly: hunks.length === 1 || isOwn, state: stateOf(view, hunk) },
        l10n,
      ).map((lens) => ({ ...lens, line: hunk.first, hunk: hunk.id })),
    ),
  ];
}

export function stateOf({ sides }: EditView, { skill, id }: MergedHunk): HunkState {
  return sides.find(({ side }) => side.name === skill)?.states.get(id) ?? 'open';
}

/** Can accepting this edit be done now? */
export function canAccept({ fit }: ReviewEdit): boolean {
  return fit !== 'stale' && fit !== 'nowhere';
}

/** Accepted, but not in the author's library: decided on the command line, or taken out by hand. */
export function isMissing({ decision, fit }: ReviewEdit): boolean {
  return decision === 'accepted' && (fit === 'applies' || fit === 'merges');
}

type Lens = Omit<LensSpec, 'line' | 'hunk'>;

function headLenses(
  view: EditView,
  { hunks, progress }: { readonly hunks: number; readonly progress: ProbeProgress | undefined },
  l10n: Localizer,
): readonly LensSpec[] {
  const { edit, sides } = view;
  const { key } = edit;
  const { candidate } = edit;
  const label = `${gateInShort(candidate, l10n)} · ${scoreInShort(candidate.judged)}`;
  const does = (title: string, id: string): Lens => ({ title, command: id, args: [key] });
  const stillThere = thereAnyway(edit, l10n);
  const lenses: readonly (Lens | undefined)[] = [
    does(label, command.edits.showProbes),
    decided(edit, l10n),
    stillThere === undefined ? undefined : { title: stillThere.sentence },
    isMissing(edit) ? { title: l10n.t('Not in your library') } : undefined,
    isMissing(edit) ? does(l10n.t('Put it in'), command.edits.accept) : undefined,
    edit.decision === 'pending' ? undefined : does(l10n.t('Undo'), command.edits.undo),
    edit.decision === 'pending' && hunks > 1 && canAccept(edit)
      ? does(l10n.t('Accept all'), command.edits.accept)
      : undefined,
    edit.decision === 'pending' && hunks !== 1
      ? does(l10n.t('Reject all'), command.edits.reject)
      : undefined,
    edit.fit === 'stale' && edit.decision === 'pending' ? { title: stale(edit, l10n) } : undefined,
    edit.fit === 'stale' && edit.decision === 'pending'
      ? does(l10n.t('Rebase'), command.edits.rebase)
      : undefined,
    edit.fit === 'nowhere' ? { title: nowhere(edit, l10n) } : undefined,
    basisNote(view, l10n),
    edit.draft !== undefined || sides.some(({ isByHand }) => isByHand)
      ? { title: changedByYou(edit, l10n) }
      : undefined,
    progress === undefined ? undefined : { title: probing(progress, l10n) },
    progress === undefined && edit.draft !== undefined && edit.decision === 'pending'
      ? does(l10n.t('Re-run probes'), command.edits.reprobe)
      : undefined,
  ];
  return lenses.flatMap((lens) => (lens === undefined ? [] : [{ ...lens, line: 0 }]));
}

function hunkLenses(
  {
    edit,
    hunk,
    isOnly,
    state,
  }: {
    readonly edit: ReviewEdit;
    readonly hunk: MergedHunk;
    readonly isOnly: boolean;
    readonly state: HunkState;
  },
  l10n: Localizer,
): readonly Lens[] {
  const { key, decision } = edit;
  const { edits } = command;
  const whole = (title: string, id: string): Lens => ({ title, command: id, args: [key] });
  const part = (title: string, id: string): Lens => ({ title, command: id, args: [key, hunk.id] });
  const probes = whole(l10n.t('Show probes'), edits.showProbes);
  if (decision === 'rejected') return [probes];
  if (decision === 'accepted') {
    if (state === 'in') {
      const takeOut = part(l10n.t('Take this hunk out'), edits.rejectHunk);
      return [{ title: l10n.t('In your skill') }, ...(isOnly ? [] : [takeOut]), probes];
    }
    const accept = part(l10n.t('Accept hunk'), edits.acceptHunk);
    return [{ title: l10n.t('Not in your skill') }, accept, probes];
  }
  if (state === 'out') {
    return [{ title: l10n.t('Left out') }, part(l10n.t('Take back in'), edits.acceptHunk), probes];
  }
  const byHand = whole(l10n.t('Edit by hand'), edits.editByHand);
  if (isOnly) {
    return [
      ...(canAccept(edit) ? [whole(l10n.t('Accept'), edits.accept)] : []),
      whole(l10n.t('Reject'), edits.reject),
      probes,
      ...(canAccept(edit) ? [byHand] : []),
    ];
  }
  if (!canAccept(edit)) return [probes];
  return [
    part(l10n.t('Accept hunk'), edits.acceptHunk),
    part(l10n.t('Reject hunk'), edits.rejectHunk),
    probes,
    byHand,
  ];
}

function decided(edit: ReviewEdit, l10n: Localizer): Lens | undefined {
  if (edit.decision === 'pending') return undefined;
  const reason = plainLine(edit.said?.reason ?? '', 80);
  const word =
    edit.decision === 'rejected'
      ? l10n.t('Rejected by you')
      : edit.isPart === true
        ? l10n.t('Accepted in part by you')
        : l10n.t('Accepted by you');
  return { title: reason === '' ? word : `${word}: ${reason}` };
}

function stale(edit: ReviewEdit, l10n: Localizer): string {
  const reason = plainLine(edit.fitReason, 160);
  return reason === '' ? l10n.t('Stale: it no longer applies') : l10n.t('Stale: {0}', reason);
}

function nowhere(edit: ReviewEdit, l10n: Localizer): string {
  const reason = plainLine(edit.fitReason, 160);
  return reason === '' ? l10n.t('There is no library to accept it into') : reason;
}

function probing({ done, total }: ProbeProgress, l10n: Localizer): string {
  return total === 0 ? l10n.t('Probing…') : l10n.t('Probing: {0} of {1}…', done, total);
}

/** Which text the change is shown against, where that is not the run's. */
function basisNote({ edit, sides }: EditView, l10n: Localizer): Lens | undefined {
  if (sides.some(({ side }) => side.base === null && side.action !== 'ADD')) {
    return { title: l10n.t('The run kept no text from before the edit') };
  }
  if (edit.decision === 'accepted') return undefined;
  const isRuns = sides.every(({ side }) => side.basis === 'run');
  if (edit.fit === 'merges') return { title: l10n.t('Merged with your changes to the file') };
  if (isRuns && edit.fit === 'stale') {
    return { title: l10n.t('Shown against the text that the run had') };
  }
  return undefined;
}

function changedByYou(edit: ReviewEdit, l10n: Localizer): string {
  if (edit.decision === 'accepted') return l10n.t('Your file holds changes of yours beside it');
  return l10n.t('Changed by you: the verdict is on the proposal as it came');
}
