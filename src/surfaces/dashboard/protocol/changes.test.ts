import { describe, expect, it } from 'vitest';
import { runEvents, stateOf } from '../../../cli/report/testRun';
import type { DashboardData } from '../model/dashboardData';
import { foldRun } from '../../../store/foldRun';
import { emptyRun } from '../../../store/runState';
import { dashboardOf } from '../model/dashboardOf';
import { MatrixReader } from '../model/matrixReader';
import { applyChange, changesBetween } from './changes';
import { isToPage } from './messages';

const at = (events: number): DashboardData =>
  dashboardOf({
    run: { key: 'self', name: 'first', state: stateOf(runEvents.slice(0, events)) },
  });

describe('changes', () => {
  it('lead from every state of a run to the next, as they arrive at the page', () => {
    let page = at(0);
    for (let events = 1; events <= runEvents.length; events += 1) {
      const changes = changesBetween(at(events - 1), at(events));
      const message: unknown = JSON.parse(JSON.stringify({ type: 'change', version: 1, changes }));
      expect(isToPage(message)).toBe(true);
      page = changes.reduce(applyChange, page);
      expect(page).toEqual(at(events));
    }
  });

  it('are none where nothing happened', () => {
    expect(changesBetween(at(7), at(7))).toEqual([]);
  });

  it('name only the rows that are new or others', () => {
    const before = { ...at(6), matrix: at(5).matrix };
    const parts = (events: number) => changesBetween(at(events - 1), at(events));
    const judgement = parts(5).find(({ part }) => part === 'rows');
    expect(judgement).toMatchObject({ rows: [[0, {}]], moreProbes: ['s1', 's2', 's5'] });
    const library = parts(7).find(({ part }) => part === 'rows');
    expect(library).toMatchObject({ rows: [[1, { isApplied: true }]], moreProbes: [] });
    expect(before.matrix.rows.length).toBe(1);
  });

  it('leave rows alone that are as they were, though the run is read again and again', () => {
    const reader = new MatrixReader();
    const read = (events: number) =>
      dashboardOf({
        run: { key: 'self', name: 'first', state: states[events] ?? emptyRun },
        reader,
      });
    const states = [emptyRun];
    for (const [seq, event] of runEvents.entries()) {
      const last = states.at(-1) ?? emptyRun;
      states.push(foldRun(last, { seq, time: '2024-01-01T00:00:00.000Z', event }));
    }
    for (let events = 0; events < states.length; events += 1) {
      expect(read(events)).toEqual(at(events));
    }
    const rows = read(states.length - 1).matrix.rows;
    expect(read(states.length - 1).matrix.rows[0]).toBe(rows[0]);
    // The same run from its start has other probes first.
    expect(
      dashboardOf({ run: { key: 'self', name: 'x', state: states[1] ?? emptyRun }, reader }).matrix
        .probes,
    ).toEqual([]);
  });

  it('replace the matrix when a run was started anew', () => {
    const [change] = changesBetween(at(6), { ...at(6), matrix: at(0).matrix });
    expect(change).toMatchObject({ part: 'matrix', value: { rows: [] } });
  });

  it('leave no holes', () => {
    const [row] = at(5).matrix.rows;
    if (!row) throw new Error('the run has no row');
    const change = { part: 'rows', moreProbes: [], moreStatuses: [], rows: [[3, row]] } as const;
    expect(applyChange(at(0), change).matrix.rows).toEqual([]);
  });
});
