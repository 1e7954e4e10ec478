import { relative } from 'node:path';
import { plainLine } from '../../common/markdown';
import type { KnownRun } from '../../common/runCatalog';
import type { ReviewEdit } from '../reviewEdit';
import { passes, type Filter } from './filter';

/** A line of the view. */
export type EditNode = RunNode | { readonly kind: 'edit'; readonly edit: ReviewEdit } | MoreNode;

export interface RunNode {
  readonly kind: 'run';
  readonly run: KnownRun;
  /** Those the filter lets through. */
  readonly edits: readonly ReviewEdit[];
}

/** Stands for what is not shown yet: edits of a run, or, without one, whole runs. */
export interface MoreNode {
  readonly kind: 'more';
  readonly run?: KnownRun;
  readonly count: number;
}

/** Edits of one run that are shown at once: each is looked at for whether it still fits. */
export const EDITS_AT_ONCE = 200;

/** The runs that have edits to show, in the order of the book. */
export function runNodes(edits: readonly ReviewEdit[], filter: Filter): RunNode[] {
  const groups = new Map<string, { run: KnownRun; edits: ReviewEdit[] }>();
  for (const edit of edits) {
    if (!passes(edit, filter)) continue;
    const group = groups.get(edit.run.dir) ?? { run: edit.run, edits: [] };
    groups.set(edit.run.dir, group);
    group.edits.push(edit);
  }
  return [...groups.values()].map((group) => ({ kind: 'run', ...group }));
}

/** The first edits of a run, and what stands for the rest. */
export function editNodes({ run, edits }: RunNode, shown = EDITS_AT_ONCE): EditNode[] {
  const nodes: EditNode[] = edits.slice(0, shown).map((edit) => ({ kind: 'edit', edit }));
  const count = edits.length - nodes.length;
  return count > 0 ? [...nodes, { kind: 'more', run, count }] : nodes;
}

/** Name of the run; below a folder of its own, with the way to it. */
export function runName({ root, dir, name }: Pick<KnownRun, 'root' | 'dir' | 'name'>): string {
  return plainLine(relative(root, dir).replaceAll('\\', '/') || name, 120);
}
