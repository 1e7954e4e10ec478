import { describe, expect, it } from 'vitest';
import { runEvents, stateOf } from '../../../cli/report/testRun';
import { plainWords } from '../../common/plainWords';
import type { CandidateRow, MatrixData, RunCurve } from '../model/dashboardData';
import { dashboardOf } from '../model/dashboardOf';
import { dashboardTexts } from '../texts';
import { checkpointsOf, seriesOf } from './curve/series';
import { comparisonCaveats, curveSummary } from './curve/summary';
import { cellLabel, describeCandidate, describeCell, verdictText } from './matrix/describe';
import { excerptOf } from './matrix/filter';
import { move } from './matrix/position';
import { rowWindow } from './matrix/rowWindow';
import { readUiState, startState } from './uiState';
import { Words } from './words';

const words = new Words(dashboardTexts(plainWords), 'en');
const data = dashboardOf({ run: { key: 'self', name: 'first', state: stateOf(runEvents) } });
const [self] = data.runs as [RunCurve];
const [first, second] = data.matrix.rows as [CandidateRow, CandidateRow];

describe('the curve in words', () => {
  it('says what the chart shows', () => {
    expect(curveSummary(self, words)).toBe(
      'Learning curve of first. Val is 40 % at the baseline. Val is 89 % after epoch 0, the last one ' +
        'measured. The best checkpoint is epoch 0 with 89 %. Samples that met faults of the model or ' +
        'the environment: 1; they count neither as passed nor as failed.',
    );
  });

  it('says when no epoch was better than the baseline', () => {
    expect(curveSummary({ ...self, best: 'baseline' }, words)).toContain(
      'No epoch was better than the baseline.',
    );
  });

  it('says which scores are no numbers', () => {
    const points = self.points.map((point) => ({ ...point, val: null }));
    expect(curveSummary({ ...self, points }, words)).toContain(
      'Scores that are no numbers were left out: baseline, epoch 0.',
    );
  });

  it('warns of runs that measure something else', () => {
    expect(comparisonCaveats([self, { ...self, task: 'other' }], words)[0]).toContain(
      'dates, other',
    );
    const larger = self.points.map((point) => ({ ...point, total: 50, errored: 0 }));
    expect(comparisonCaveats([self, { ...self, points: larger }], words)[0]).toContain('10, 50');
    expect(comparisonCaveats([self, self], words)).toEqual([]);
  });
});

describe('the lines of the chart', () => {
  it('leave out what was not measured', () => {
    expect(seriesOf([self], true).map(({ split, points }) => [split, points.length])).toEqual([
      ['val', 2],
      ['dev', 1],
    ]);
    expect(seriesOf([{ ...self, points: [] }], true)).toEqual([]);
    expect(seriesOf([self], true)[0]?.points[1]).toMatchObject({ isBest: true, errored: 1 });
  });

  it('are no more than can be told apart', () => {
    expect(
      seriesOf(
        Array.from({ length: 20 }, () => self),
        false,
      ),
    ).toHaveLength(6);
  });

  it('leave room for the epochs that are planned, unless they are too many', () => {
    expect(checkpointsOf([{ ...self, plannedEpochs: 3 }])).toEqual(['baseline', 0, 1, 2]);
    expect(checkpointsOf([{ ...self, plannedEpochs: 1000 }])).toEqual(['baseline', 0]);
    expect(checkpointsOf([{ ...self, points: [], plannedEpochs: 1 }])).toEqual(['baseline', 0]);
  });
});

describe('cells and candidates in words', () => {
  it('tell before and after', () => {
    const [cell] = first.cells;
    if (!cell) throw new Error('no cell');
    expect(cellLabel(first, cell, data.matrix, words)).toBe(
      's1: regressed; before: passed, with the edit: failed',
    );
    expect(describeCell(first, cell, data.matrix, words)).toEqual({
      title: 's1 · REMOVE read_dates + ADD be_careful',
      lines: [
        'before: passed, with the edit: failed',
        'regressed · ended as: agent invalid action',
      ],
    });
  });

  it('give the reason of a fault', () => {
    const cell = first.cells[2];
    if (!cell) throw new Error('no cell');
    const row = { ...first, faults: { [cell[0]]: 'no answer' } };
    expect(describeCell(row, cell, data.matrix, words).lines[1]).toBe('errored · no answer');
  });

  it('give the gate’s reason', () => {
    expect(describeCandidate(second, words).lines).toEqual([
      'accepted: It fixed 2 failing probes and broke none.',
      'score +1 · proposed for failures of the kind month_first · in the library of the run',
    ]);
  });
});

describe('a confirmed candidate in words', () => {
  const row: CandidateRow = {
    ...second,
    verdict: 'revise',
    confirmation: {
      rounds: 2,
      rollouts: 1240,
      won: 9,
      lost: 1,
      p: 0.0004,
      effect: { rate: 0.5, low: 0.25, high: 0.75 },
      flips: { passing: 0.05, failing: 0.1 },
    },
    repeats: { [second.cells[0]?.[0] ?? 0]: [3, 5, 1, 5] },
    canaries: 'It broke 2 canaries.',
    isRolledBack: true,
  };

  it('shows the numbers, and that it was rolled back', () => {
    const [reason, facts] = describeCandidate(row, words).lines;
    expect(reason).toMatch(/^to be revised: /);
    expect(facts).toContain(
      'rolled back · 1,240 fresh rollouts (rounds: 2); 9 pairs for it, 1 against it, p < 0.001; it fixes ' +
        '50.0 % of the failing probes (95 %: 25.0 % to 75.0 %); flip rate 5.0 % of passing and 10.0 % of ' +
        'failing samples · It broke 2 canaries',
    );
    expect(verdictText(row, words)).toBe('rolled back');
    expect(verdictText({ ...row, isRolledBack: false }, words)).toBe('to be revised');
    expect(verdictText({ ...row, override: 'accepted' }, words)).toBe('accepted by you');
  });

  it('counts the rollouts of a probe', () => {
    const [cell] = row.cells;
    if (!cell) throw new Error('no cell');
    expect(cellLabel(row, cell, data.matrix, words)).toContain(
      'library alone: passed 1 of 5 times, with the edit: passed 3 of 5 times',
    );
  });
});

/** Rows over columns 10, 20, 30, …; a dot is a probe that the row does not have. */
function matrix(...rows: readonly string[]): MatrixData {
  return {
    probes: ['a', 'b', 'c', 'd'],
    statuses: [],
    rows: rows.map((cells, at) => ({
      ...first,
      id: `c${at}`,
      epoch: at,
      verdict: at % 2 === 0 ? 'rejected' : 'accepted',
      cells: [...cells].flatMap((cell, probe) =>
        cell === '.' ? [] : [[probe, 0, 0, 0, -1] as const],
      ),
    })),
  };
}

describe('the filter of the matrix', () => {
  const all = matrix('xx..', '..xx', 'x..x');

  it('shows the probes of the rows that are shown', () => {
    expect(excerptOf(all, { verdict: 'all', epoch: 'auto' })).toMatchObject({
      columns: [0, 1, 2, 3],
      epoch: 'all',
    });
    expect(excerptOf(all, { verdict: 'accepted', epoch: 'all' }).columns).toEqual([2, 3]);
    expect(excerptOf(all, { verdict: 'rejected', epoch: 0 }).rows.map(({ id }) => id)).toEqual([
      'c0',
    ]);
    expect(excerptOf(all, { verdict: 'overridden', epoch: 'all' }).rows).toEqual([]);
  });

  it('forgets an epoch that the run does not have', () => {
    expect(excerptOf(all, { verdict: 'all', epoch: 9 }).epoch).toBe('all');
  });

  it('begins with the latest epoch where all would be too many', () => {
    const long = matrix(...Array.from({ length: 401 }, () => 'x...'));
    expect(excerptOf(long, { verdict: 'all', epoch: 'auto' })).toMatchObject({ epoch: 400 });
    expect(excerptOf(long, { verdict: 'all', epoch: 'all' }).rows).toHaveLength(401);
  });
});

describe('moving through the matrix', () => {
  const excerpt = excerptOf(matrix('xx..', '..xx', 'x..x'), { verdict: 'all', epoch: 'all' });
  it.each([
    [{ row: 0, column: 2 }, 'ArrowRight', { row: 0, column: 3 }],
    [{ row: 1, column: 2 }, 'ArrowRight', { row: 1, column: 5 }],
    [{ row: 1, column: 5 }, 'ArrowLeft', { row: 1, column: 2 }],
    [{ row: 1, column: 6 }, 'ArrowRight', { row: 1, column: 6 }],
    [{ row: 0, column: 0 }, 'ArrowLeft', { row: 0, column: 0 }],
    [{ row: 1, column: 5 }, 'ArrowUp', { row: 0, column: 4 }],
    [{ row: 1, column: 5 }, 'ArrowDown', { row: 2, column: 6 }],
    [{ row: 2, column: 6 }, 'ArrowDown', { row: 2, column: 6 }],
    [{ row: 2, column: 6 }, 'Home', { row: 2, column: 0 }],
    [{ row: 0, column: 0 }, 'End', { row: 0, column: 4 }],
    [{ row: 0, column: 0 }, 'PageDown', { row: 2, column: 0 }],
    [{ row: 2, column: 1 }, 'Ctrl+Home', { row: 0, column: 1 }],
    [{ row: 0, column: 0 }, 'x', undefined],
    [{ row: 0, column: 0 }, 'toString', undefined],
  ])('from %j by %s to %j', (from, key, to) => {
    expect(move(excerpt, from, key, 10)).toEqual(to);
  });
});

describe('the rows in the document', () => {
  it('are those in sight, and a few more', () => {
    const at = (scrollTop: number, count = 5000) =>
      rowWindow({ scrollTop, height: 280, rowHeight: 28, count });
    expect(at(0)).toEqual({ first: 0, end: 18 });
    expect(at(28_000)).toEqual({ first: 992, end: 1018 });
    expect(at(1e9)).toEqual({ first: 4992, end: 5000 });
    expect(at(0, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('what the page remembers', () => {
  it('survives', () => {
    const state = {
      tab: 'matrix',
      showDev: false,
      verdict: 'accepted',
      epoch: 3,
      scroll: { page: 5, left: 6, top: 7 },
    } as const;
    expect(readUiState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it.each([
    undefined,
    'x',
    {},
    { tab: 'constructor', verdict: 7, epoch: 1.5, showDev: 'yes', scroll: { page: -1, top: 'x' } },
  ])('is the start where it makes no sense: %j', (kept) => {
    expect(readUiState(kept)).toEqual(startState);
  });
});

describe('words', () => {
  it('fill in places, and show a key that has no text', () => {
    expect(words.of('ofAll', 3, 4)).toBe('3 of 4');
    expect(new Words({}, 'en').of('ofAll', 3)).toBe('ofAll');
  });

  it('have no trouble with dates and languages that are none', () => {
    expect(words.date('yesterday')).toBe('not known');
    expect(new Words({}, 'x_y').date('2024-01-01T00:00:00.000Z')).toContain('2024');
  });

  it('fill in what is put into a text as it is', () => {
    expect(words.of('title', '{0} $& {1}')).toBe('Dashboard of run {0} $& {1}');
  });
});
