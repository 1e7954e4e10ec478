import type { EpochLabel } from '../../engine/learn/events';
import type { Verdict } from '../../engine/types';
import { addUsage } from '../../engine/usage';
import type { RunState } from '../../store/runState';
import { editRecords } from './editRecords';
import type { EditOverride, EditRecord } from './editRecords';

/** What `learn --json` prints. */
export interface LearnJson {
  readonly run: string;
  readonly dir: string;
  readonly method: string;
  readonly agent: string;
  readonly simulated: boolean;
  readonly status: 'finished' | 'stopped';
  /** Why it stopped, when it did. */
  readonly stopped: { readonly reason: string; readonly message: string } | null;
  readonly val: readonly { readonly epoch: EpochLabel; readonly score: number }[];
  readonly best_epoch: EpochLabel | null;
  readonly calls: number;
  readonly reused: number;
  readonly tokens: number;
  readonly usd: number;
  readonly seconds: number;
  readonly errored: number;
  readonly library: readonly string[];
  readonly edits: readonly EditJson[];
}

interface EditJson {
  readonly id: string;
  /** A REMOVE + ADD pair is one edit, `REMOVE+ADD`, named after what it adds. */
  readonly action: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly fixes: number;
  readonly regressions: number;
  readonly applied: boolean;
  /** Still in the library after the best checkpoint was restored. */
  readonly kept: boolean;
  readonly override: EditOverride | null;
}

/** What the command knows about a run and its journal does not say. */
export interface LearnJsonContext {
  readonly run: string;
  readonly dir: string;
  readonly method: string;
  readonly agent: string;
  readonly isSimulated: boolean;
  readonly seconds: number;
}

export function learnJson(state: RunState, context: LearnJsonContext): LearnJson {
  const { status, stop } = state;
  const { calls, reused, inputTokens, outputTokens, usd } = addUsage(
    state.usage.agent,
    state.usage.writer,
  );
  return {
    run: context.run,
    dir: context.dir,
    method: context.method,
    agent: context.agent,
    simulated: context.isSimulated,
    status: status === 'finished' ? 'finished' : 'stopped',
    stopped: stop ? { reason: stop.reason, message: stop.message } : null,
    val: state.val.map(({ epoch, score }) => ({ epoch, score })),
    best_epoch: state.bestEpoch,
    calls,
    reused,
    tokens: inputTokens + outputTokens,
    usd,
    seconds: Math.round(context.seconds * 1000) / 1000,
    errored: state.rollouts.errored,
    library: state.library,
    edits: editRecords(state).map(editJson),
  };
}

function editJson({ judged, applied, kept, override }: EditRecord): EditJson {
  const { id, edits, verdict, score } = judged;
  return {
    id,
    action: edits.map(({ action }) => action).join('+'),
    name: edits.at(-1)?.name ?? '',
    verdict,
    fixes: score.fixes,
    regressions: score.regressions,
    applied,
    kept,
    override,
  };
}
