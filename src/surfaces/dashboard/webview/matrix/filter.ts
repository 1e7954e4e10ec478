import type { CandidateRow, MatrixData } from '../../model/dashboardData';
import type { UiState, VerdictFilter } from '../uiState';

/** Which part of a matrix is shown. */
export interface Excerpt {
  readonly rows: readonly CandidateRow[];
  /** Probe indexes of these rows, in the order of the matrix. */
  readonly columns: readonly number[];
  /** What the filter by epoch came to. */
  readonly epoch: number | 'all';
}

/** Beyond these, all epochs at once are no overview any more. */
const MANY_ROWS = 400;
const MANY_COLUMNS = 80;

export function excerptOf(matrix: MatrixData, filter: Pick<UiState, 'verdict' | 'epoch'>): Excerpt {
  const epoch = epochOf(matrix, filter.epoch);
  const rows = matrix.rows.filter(
    (row) => (epoch === 'all' || row.epoch === epoch) && hasVerdict(row, filter.verdict),
  );
  const columns = new Set(rows.flatMap(({ cells }) => cells.map(([probe]) => probe)));
  return { rows, columns: [...columns].sort((a, b) => a - b), epoch };
}

/** The epochs that have candidates, in order. */
export function epochsOf(rows: readonly CandidateRow[]): readonly number[] {
  return [...new Set(rows.map(({ epoch }) => epoch))].sort((a, b) => a - b);
}

function epochOf({ rows, probes }: MatrixData, wanted: UiState['epoch']): number | 'all' {
  const epochs = epochsOf(rows);
  if (typeof wanted === 'number') return epochs.includes(wanted) ? wanted : 'all';
  if (wanted === 'all') return 'all';
  return rows.length > MANY_ROWS || probes.length > MANY_COLUMNS ? (epochs.at(-1) ?? 'all') : 'all';
}

function hasVerdict(row: CandidateRow, wanted: VerdictFilter): boolean {
  switch (wanted) {
    case 'all':
      return true;
    case 'overridden':
      return row.override !== null;
    case 'applied':
      return row.isApplied;
    case 'accepted':
    case 'rejected':
    case 'revise':
    case 'inconclusive':
      return row.verdict === wanted;
  }
}
