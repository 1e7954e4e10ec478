/** Lines and records of the published run files. Field names and their order are the published ones. */
import type {
  CandidateJudged,
  EpochLabel,
  UpdateFinished,
  ValFinished,
} from '../engine/learn/events';
import type { Edit, EditAction, Json, Transcript, TranscriptRef } from '../engine/types';
import type { JsonRecord } from './json';

/** A rollout that is to become a line: its transcript, or why there is none. */
export type RolloutRow =
  | { readonly kind: 'finished'; readonly correct: boolean; readonly transcript: TranscriptRef }
  | { readonly kind: 'errored'; readonly reason: string };

export interface SkillStamp {
  readonly name: string;
  readonly version: number;
}

/** A line of `epoch_N/dev_runs.jsonl`. A fault is counted as wrong there, and says that it is one. */
export function devLine(
  sample: string,
  row: RolloutRow,
  load: (ref: TranscriptRef) => Transcript,
  where: { readonly update: number; readonly skills: readonly SkillStamp[] },
): JsonRecord {
  const skill_snapshot_before = where.skills;
  if (row.kind === 'errored') {
    return {
      sample_id: sample,
      instruction: '',
      query_type: 'other',
      is_correct: false,
      update_cycle: where.update,
      status: 'error',
      error: row.reason,
      errored: true,
      failure_tags: [],
      ground_truth: null,
      task_result: null,
      history_final_answer: null,
      agent_actions: [],
      history: [],
      skill_snapshot_before,
    };
  }
  const transcript = load(row.transcript);
  return {
    sample_id: sample,
    instruction: transcript.instruction,
    query_type: transcript.type,
    is_correct: row.correct,
    update_cycle: where.update,
    status: transcript.status,
    error: transcript.error ?? null,
    failure_tags: transcript.failureTags,
    ground_truth: transcript.expected ?? null,
    task_result: transcript.result ?? null,
    history_final_answer: transcript.answer,
    agent_actions: transcript.actions,
    history: transcript.history,
    skill_snapshot_before,
  };
}

/** A line of `val_runs.jsonl`. */
export function valLine(
  sample: string,
  row: RolloutRow,
  load: (ref: TranscriptRef) => Transcript,
): JsonRecord {
  if (row.kind === 'errored') {
    return {
      sample_id: sample,
      is_correct: false,
      status: 'error',
      result: null,
      error_info: row.reason,
      errored: true,
    };
  }
  const { status, result, answer, error } = load(row.transcript);
  return {
    sample_id: sample,
    is_correct: row.correct,
    status,
    result: result ?? answer,
    error_info: error ?? null,
  };
}

export interface ValRecord {
  readonly epoch: EpochLabel;
  readonly score: number;
  readonly n_correct: number;
  readonly n_total: number;
  readonly dev_score: number | null;
  readonly n_errored?: number;
}

/** `val_score.json`, and an element of `val_scores.json`. */
export function valRecord(event: ValFinished): ValRecord {
  return {
    epoch: event.epoch,
    score: event.score,
    n_correct: event.correct,
    n_total: event.total,
    dev_score: event.devScore,
    ...(event.errored > 0 ? { n_errored: event.errored } : {}),
  };
}

export interface AppliedEdit {
  readonly action: EditAction;
  readonly name: string;
}

/** An element of `skill_updates.json`. */
export function updateRecord(
  event: UpdateFinished,
  proposals: readonly Json[],
  judged: readonly CandidateJudged[],
  applied: readonly AppliedEdit[],
): JsonRecord {
  return {
    epoch: event.epoch,
    update_cycle: event.update,
    batch_size: event.batchSize,
    batch_correct: event.batchCorrect,
    applied,
    raw_proposals: proposals.flatMap((proposal) => proposal),
    grpo: judged.map(grpoRow),
    ...(event.recovery ? { recovery: true } : {}),
  };
}

function grpoRow(candidate: CandidateJudged): JsonRecord {
  const { score, edits, penalty } = candidate;
  // Tools of the published runs know one edit per row: of a pair, the ADD that its REMOVE makes room for.
  const main = edits.find(({ action }) => action === 'ADD') ?? edits[0];
  const others = edits.filter((edit) => edit !== main);
  const isRevision = candidate.revisionOf !== undefined;
  const raw = score.fixes - score.regressions - (penalty - 1) * score.invalidActionRegressions;
  return {
    proposal: main === undefined ? null : proposal(main),
    ...(others.length === 0 ? {} : { paired_with: others.map(proposal) }),
    net: score.adjusted,
    score: score.adjusted,
    ...(isRevision ? {} : { raw_score: raw }),
    fixes: score.fixes,
    regressions: score.regressions,
    invalid_action_regressions: score.invalidActionRegressions,
    baseline_fixes: score.baselineFixes,
    baseline_regressions: score.baselineRegressions,
    ...(isRevision ? {} : { invalid_action_regression_penalty: penalty }),
    ...(isRevision ? { contrastive_revision: true } : {}),
    id: candidate.id,
    verdict: candidate.verdict,
  };
}

function proposal({ action, name, description, content, tags }: Edit): JsonRecord {
  return { action, name, description, content, ...(tags === undefined ? {} : { tags }) };
}
