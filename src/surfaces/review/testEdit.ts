/** Edits and views of them, to try the review on. */
import type { CandidateJudged } from '../../engine/learn/events';
import { emptyRun } from '../../store/runState';
import type { EditSide } from './editSides';
import type { EditView } from './inline/editViews';
import { mergedDocument } from './inline/mergedDocument';
import { shownSide } from './inline/shownSide';
import { after, before } from './inline/testSides';
import type { ReviewEdit } from './reviewEdit';

export const judged: CandidateJudged = {
  type: 'candidate.judged',
  key: 'candidate|e0-u1-abc',
  id: 'e0-u1-abc',
  epoch: 0,
  update: 1,
  edits: [{ action: 'MODIFY', name: 'read_the_bundle', description: '', content: '' }],
  label: null,
  verdict: 'accepted',
  reason: 'It fixed 2 failing probes and broke none.',
  score: {
    fixes: 2,
    baselineFixes: 0,
    regressions: 0,
    baselineRegressions: 0,
    invalidActionRegressions: 0,
    adjusted: 2,
  },
  penalty: 2,
  complete: true,
  outcomes: [
    { sample: 's-1', outcome: 'fixed', passedBefore: false, baselineCorrect: false },
    { sample: 's-2', outcome: 'fixed', passedBefore: false, baselineCorrect: false },
    { sample: 's-3', outcome: 'still passing', passedBefore: true, baselineCorrect: true },
  ],
  before: { read_the_bundle: before },
  after: { read_the_bundle: after },
};

export function testEdit(
  changes: Partial<ReviewEdit> = {},
  judgedChanges: Partial<CandidateJudged> = {},
): ReviewEdit {
  const changed = { ...judged, ...judgedChanges };
  return {
    key: `/runs/demo#${changed.id}`,
    run: { dir: '/runs/demo', name: 'demo', root: '/runs', isOpened: false, changed: 0 },
    state: { ...emptyRun, agent: 'simulated (no language model)' },
    candidate: { judged: changed, isApplied: false },
    decision: 'pending',
    isOverride: false,
    isAwaited: false,
    libraryDir: '/library',
    fit: 'applies',
    fitReason: '',
    ...changes,
  };
}

export const modifySide: EditSide = {
  name: 'read_the_bundle',
  action: 'MODIFY',
  file: '/library/read_the_bundle.md',
  base: before,
  offered: after,
  proposed: after,
  basis: 'author',
};

export function testView(
  edit: ReviewEdit = testEdit(),
  sides: readonly EditSide[] = [modifySide],
): EditView {
  const shown = sides.map((side) => shownSide(side, edit.decision));
  return { edit, sides: shown, merged: mergedDocument(shown.map(({ change }) => change)) };
}
