import type { KnownRun, RunsRoot } from '../../common/runRoots';
import type { CandidateState, EpochState, RunState, UpdateState } from '../../../store/runState';

/** An element of the tree. Its id stays the same over refreshes; what it shows is looked up when it is shown. */
export type RunNode = { readonly id: string; readonly parent?: string } & (
  | { readonly kind: 'folder'; readonly root: RunsRoot }
  | { readonly kind: 'run'; readonly run: KnownRun }
  | { readonly kind: 'baseline'; readonly run: KnownRun }
  | { readonly kind: 'epoch'; readonly run: KnownRun; readonly epoch: number }
  | {
      readonly kind: 'update';
      readonly run: KnownRun;
      readonly epoch: number;
      /** Place among the updates of the epoch: a recovery has the number of no batch. */
      readonly at: number;
    }
  | { readonly kind: 'candidate'; readonly run: KnownRun; readonly candidate: string }
  /** The rest of a long list; `parent` is the list's. */
  | { readonly kind: 'more'; readonly list: string; readonly left: number }
);

export type NodeOf<K extends RunNode['kind']> = Extract<RunNode, { readonly kind: K }>;

/** The list of everything, where there are no folders. */
export const TOP = 'top';

const below = (parent: string | undefined): { readonly parent?: string } =>
  parent === undefined ? {} : { parent };

export function folderNode(root: RunsRoot): NodeOf<'folder'> {
  return { kind: 'folder', id: `folder ${root.folder}`, root };
}

export function runNode(run: KnownRun, parent?: string): NodeOf<'run'> {
  return { kind: 'run', id: `run ${run.dir}`, run, ...below(parent) };
}

/** The baseline, if it was measured, then the epochs. */
export function childrenOfRun({ id, run }: NodeOf<'run'>, state: RunState): readonly RunNode[] {
  const hasBaseline = state.val.some(({ epoch }) => epoch === 'baseline');
  return [
    ...(hasBaseline ? [{ kind: 'baseline', id: `${id} baseline`, run, parent: id } as const] : []),
    ...epochsOf(state).map(
      (epoch) => ({ kind: 'epoch', id: `${id} e${epoch}`, run, epoch, parent: id }) as const,
    ),
  ];
}

export function childrenOfEpoch(node: NodeOf<'epoch'>, state: RunState): readonly RunNode[] {
  const { id, run, epoch } = node;
  return (epochIn(state, epoch)?.updates ?? []).map((_update, at) => ({
    kind: 'update',
    id: `${id} u${at}`,
    run,
    epoch,
    at,
    parent: id,
  }));
}

export function childrenOfUpdate(node: NodeOf<'update'>, state: RunState): readonly RunNode[] {
  const { id, run } = node;
  return (updateIn(state, node)?.candidates ?? []).map(({ judged }) => ({
    kind: 'candidate',
    id: `${id} ${judged.id}`,
    run,
    candidate: judged.id,
    parent: id,
  }));
}

/** An epoch whose files are there in part only still has its score. */
function epochsOf({ epochs, val }: RunState): readonly number[] {
  const scored = val.flatMap(({ epoch }) => (epoch === 'baseline' ? [] : [epoch]));
  return [...new Set([...epochs.map(({ epoch }) => epoch), ...scored])].sort((a, b) => a - b);
}

export function epochIn(state: RunState, epoch: number): EpochState | undefined {
  return state.epochs.find((it) => it.epoch === epoch);
}

export function updateIn(
  state: RunState,
  { epoch, at }: Pick<NodeOf<'update'>, 'epoch' | 'at'>,
): UpdateState | undefined {
  return epochIn(state, epoch)?.updates[at];
}

export function candidateIn(state: RunState, id: string): CandidateState | undefined {
  for (const { updates } of state.epochs) {
    for (const { candidates } of updates) {
      const found = candidates.find(({ judged }) => judged.id === id);
      if (found) return found;
    }
  }
  return undefined;
}
