/** Reads what {@link updateRecord} writes, and what published runs hold in its place. */
import type { CandidateJudged } from '../engine/learn/events';
import type { Edit } from '../engine/types';
import { isAction } from './guards';
import { number, records, text, type JsonRecord } from './json';
import type { CandidateState, UpdateState } from './runState';

/** An element of `skill_updates.json`; `epoch` is that of its folder. */
export function publishedUpdate(event: JsonRecord, epoch: number): UpdateState {
  const update = number(event.update_cycle) ?? 0;
  const applied = new Set(records(event.applied).map(editName));
  const candidates = records(event.grpo).map((row, i) =>
    publishedCandidate(row, { epoch, update, i, applied }),
  );
  const correct = number(event.batch_correct) ?? 0;
  return {
    update,
    isRecovery: event.recovery === true,
    batch: [],
    library: [],
    dev: { finished: number(event.batch_size) ?? 0, correct, errored: 0 },
    probeRollouts: 0,
    labels: {},
    proposals: Array.isArray(event.raw_proposals) ? event.raw_proposals.length : 0,
    writerFailures: 0,
    candidates,
    winner: candidates.findLast(({ isApplied }) => isApplied)?.judged.id ?? null,
    isFinished: true,
  };
}

function publishedCandidate(
  row: JsonRecord,
  at: {
    readonly epoch: number;
    readonly update: number;
    readonly i: number;
    readonly applied: ReadonlySet<string>;
  },
): CandidateState {
  const { epoch, update, i } = at;
  const id = text(row.id) ?? `e${epoch}-u${update}-${i}`;
  const edits = [...records(row.paired_with), ...records([row.proposal])].flatMap(publishedEdit);
  const isApplied =
    edits.length > 0 && edits.every((edit) => at.applied.has(editName({ ...edit })));
  const judged: CandidateJudged = {
    type: 'candidate.judged',
    key: `candidate|${id}`,
    id,
    epoch,
    update,
    edits,
    label: null,
    verdict: isApplied ? 'accepted' : 'rejected',
    reason: '',
    score: {
      fixes: number(row.fixes) ?? 0,
      regressions: number(row.regressions) ?? 0,
      invalidActionRegressions: number(row.invalid_action_regressions) ?? 0,
      baselineFixes: number(row.baseline_fixes) ?? 0,
      baselineRegressions: number(row.baseline_regressions) ?? 0,
      adjusted: number(row.score) ?? number(row.net) ?? 0,
    },
    penalty: number(row.invalid_action_regression_penalty) ?? 2,
    complete: true,
    outcomes: [],
    before: {},
    after: {},
  };
  return { judged, isApplied };
}

function publishedEdit(value: JsonRecord): readonly Edit[] {
  const { action, name, description, content, tags } = value;
  if (!isAction(action) || typeof name !== 'string') return [];
  const words = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
  return [
    {
      action,
      name,
      description: text(description) ?? '',
      content: text(content) ?? '',
      ...(words === undefined ? {} : { tags: words }),
    },
  ];
}

function editName({ action, name }: JsonRecord): string {
  return `${String(action)} ${String(name)}`;
}
