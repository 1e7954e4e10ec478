/** What is new in a dashboard, so that a live run posts no more than that. */
import type { CandidateRow, DashboardData, MatrixData } from '../model/dashboardData';

export type Change =
  | { readonly part: 'header'; readonly value: DashboardData['header'] }
  | { readonly part: 'runs'; readonly value: DashboardData['runs'] }
  | { readonly part: 'cost'; readonly value: DashboardData['cost'] }
  | { readonly part: 'matrix'; readonly value: MatrixData }
  /** The matrix grew, or some of its rows are others now. */
  | {
      readonly part: 'rows';
      readonly moreProbes: readonly string[];
      readonly moreStatuses: readonly string[];
      readonly rows: readonly (readonly [index: number, row: CandidateRow])[];
    };

export function changesBetween(before: DashboardData, after: DashboardData): readonly Change[] {
  return [
    ...(same(before.header, after.header)
      ? []
      : [{ part: 'header', value: after.header } as const]),
    ...(same(before.runs, after.runs) ? [] : [{ part: 'runs', value: after.runs } as const]),
    ...(same(before.cost, after.cost) ? [] : [{ part: 'cost', value: after.cost } as const]),
    ...matrixChanges(before.matrix, after.matrix),
  ];
}

export function applyChange(data: DashboardData, change: Change): DashboardData {
  switch (change.part) {
    case 'header':
      return { ...data, header: change.value };
    case 'runs':
      return { ...data, runs: change.value };
    case 'cost':
      return { ...data, cost: change.value };
    case 'matrix':
      return { ...data, matrix: change.value };
    case 'rows': {
      const { probes, statuses } = data.matrix;
      const rows = [...data.matrix.rows];
      for (const [index, row] of change.rows) if (index <= rows.length) rows[index] = row;
      const matrix = {
        probes: [...probes, ...change.moreProbes],
        statuses: [...statuses, ...change.moreStatuses],
        rows,
      };
      return { ...data, matrix };
    }
  }
}

function matrixChanges(before: MatrixData, after: MatrixData): readonly Change[] {
  const grew =
    startsWith(after.probes, before.probes) &&
    startsWith(after.statuses, before.statuses) &&
    after.rows.length >= before.rows.length;
  if (!grew) return [{ part: 'matrix', value: after }];
  const rows = after.rows.flatMap((row, index) =>
    same(row, before.rows[index]) ? [] : [[index, row] as const],
  );
  const moreProbes = after.probes.slice(before.probes.length);
  const moreStatuses = after.statuses.slice(before.statuses.length);
  if (rows.length + moreProbes.length + moreStatuses.length === 0) return [];
  return [{ part: 'rows', moreProbes, moreStatuses, rows }];
}

function startsWith(list: readonly string[], start: readonly string[]): boolean {
  return start.length <= list.length && start.every((word, index) => word === list[index]);
}

/** Both come from the same code, so that equal values are equal texts. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
