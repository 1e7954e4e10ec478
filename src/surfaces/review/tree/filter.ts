import type { l10n } from 'vscode';
import { isAgainstGate } from '../foldDecisions';
import { gateSaid } from '../gateSaid';
import type { ReviewEdit } from '../reviewEdit';

type Localizer = Pick<typeof l10n, 't'>;

/** Which edits the view shows; `main` without what the gate refused and nobody asked about. */
export const filters = [
  'main',
  'all',
  'open',
  'pending',
  'accepted',
  'rejected',
  'overridden',
] as const;
export type Filter = (typeof filters)[number];

export function isFilter(value: unknown): value is Filter {
  return filters.some((filter) => filter === value);
}

type Filtered = Pick<
  ReviewEdit,
  'decision' | 'isOverride' | 'said' | 'candidate' | 'isAwaited' | 'draft'
>;

export function passes(edit: Filtered, filter: Filter): boolean {
  switch (filter) {
    case 'main':
      return isOpen(edit) || edit.decision !== 'pending' || edit.draft !== undefined;
    case 'all':
      return true;
    case 'open':
      return isOpen(edit);
    case 'overridden':
      return isAgainstGate(edit);
    case 'pending':
    case 'accepted':
    case 'rejected':
      return edit.decision === filter;
  }
}

/** Accepted by the gate, and not decided by the author: what there is to do. */
export function isOpen({ decision, candidate, isAwaited }: Filtered): boolean {
  return decision === 'pending' && (isAwaited || gateSaid(candidate) === 'accepted');
}

export function filterName(filter: Filter, l10n: Localizer): string {
  switch (filter) {
    case 'main':
      return l10n.t('Accepted by the gate, or decided');
    case 'all':
      return l10n.t('All edits');
    case 'open':
      return l10n.t('To review');
    case 'pending':
      return l10n.t('Pending');
    case 'accepted':
      return l10n.t('Accepted by you');
    case 'rejected':
      return l10n.t('Rejected by you');
    case 'overridden':
      return l10n.t('Decided against the gate');
  }
}

export function filterDetail(filter: Filter, l10n: Localizer): string {
  switch (filter) {
    case 'main':
      return l10n.t('Without those that the gate refused and you said nothing about');
    case 'all':
      return l10n.t('Whatever the gate and you said');
    case 'open':
      return l10n.t('Accepted by the gate, not decided by you');
    case 'pending':
      return l10n.t('Not decided by you, whatever the gate said');
    case 'accepted':
    case 'rejected':
      return l10n.t('With the gate or against it');
    case 'overridden':
      return l10n.t('Accepted though the gate refused, or the other way round');
  }
}
