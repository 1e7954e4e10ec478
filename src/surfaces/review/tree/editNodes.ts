import { plainLine } from '../../common/markdown';
import { pathWithin } from '../../common/pathWithin';
import type { KnownRun } from '../../common/runCatalog';
import type { ReviewEdit } from '../reviewEdit';
import { passes, type Filter } from './filter';

/** A line of the view. */
export type EditNode =
  RunNode | { readonly kind: 'edit'; readonly edit: ReviewEdit } | MoreNode | RefusedNode;

export interface RunNode {
  readonly kind: 'run';
  readonly run: KnownRun;
  /** Those the filter lets through. */
  readonly edits: readonly ReviewEdit[];
  /** How many there are besides, of which the gate refused every one. */
  readonly refused: number;
}

/** Stands for what is not shown yet: edits of a run, or, without one, whole runs. */
export interface MoreNode {
  readonly kind: 'more';
  readonly run?: KnownRun;
  readonly count: number;
}

/** Stands for the edits of a run that the gate refused and nobody decided on. */
export interface RefusedNode {
  readonly kind: 'refused';
  readonly run: KnownRun;
  readonly count: number;
}

/** Edits of one run that are shown at once: each is looked at for whether it still fits. */
export const EDITS_AT_ONCE = 200;

/** The runs that have edits to show, in the order of the book; what a run waits for comes first in it. */
export function runNodes(edits: readonly ReviewEdit[], filter: Filter): RunNode[] {
  interface Group {
    readonly run: KnownRun;
    readonly edits: ReviewEdit[];
    refused: number;
  }
  const groups = new Map<string, Group>();
  for (const edit of edits) {
    const isShown = passes(edit, filter);
    if (!isShown && filter !== 'main') continue;
    const group = groups.get(edit.run.dir) ?? { run: edit.run, edits: [], refused: 0 };
    groups.set(edit.run.dir, group);
    if (!isShown) group.refused += 1;
    // A run stands still for it: it is not looked for below hundreds of others.
    else if (edit.isAwaited) group.edits.unshift(edit);
    else group.edits.push(edit);
  }
  return [...groups.values()].map((group) => ({ kind: 'run', ...group }));
}

/** The first edits of a run, and what stands for the rest. */
export function editNodes({ run, edits, refused }: RunNode, shown = EDITS_AT_ONCE): EditNode[] {
  const nodes: EditNode[] = edits.slice(0, shown).map((edit) => ({ kind: 'edit', edit }));
  const count = edits.length - nodes.length;
  if (count > 0) nodes.push({ kind: 'more', run, count });
  if (refused > 0) nodes.push({ kind: 'refused', run, count: refused });
  return nodes;
}

/** Name of the run; below a folder of its own, with the way to it. */
export function runName({ root, dir, name }: Pick<KnownRun, 'root' | 'dir' | 'name'>): string {
  return plainLine(pathWithin(root, dir) || name, 120);
}
