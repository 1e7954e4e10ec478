import { join } from 'node:path';
import type { CandidateJudged } from '../../../engine/learn/events';
import { fileFor, isSafeName } from '../../../engine/skill/skillName';
import type { EditAction } from '../../../engine/types';
import type { EditSide } from '../editSides';
import type { ReviewEdit } from '../reviewEdit';
import type { LibrarySnapshot } from './librarySnapshot';
import { acceptedParts, partsOf } from './parts';
import { planAccept } from './planAccept';
import { planTakeOut, type KnownText } from './planTakeOut';
import { provenanceOf } from './provenance';

/** The author's library that an edit is shown against. */
export interface Ground {
  /** Absolute. */
  readonly dir: string;
  readonly snapshot: LibrarySnapshot;
  readonly known?: KnownText;
}

/** The texts to show of an edit; see EditSide. */
export function sidesOf(edit: ReviewEdit, ground: Ground | undefined): readonly EditSide[] {
  const { judged } = edit.candidate;
  const asInRun = partsOf(judged).map(({ name, base, next }): EditSide => {
    const place = ground && placeOf(ground, name);
    const common = {
      name,
      action: actionOf(judged, name),
      base,
      offered: next,
      basis: 'run' as const,
    };
    const now = ground?.snapshot.library.find(name)?.text ?? null;
    const isIn = edit.decision === 'accepted' && ground !== undefined;
    return { ...common, ...(place ? { file: place } : {}), proposed: isIn ? now : next };
  });
  if (ground === undefined) return asInRun;
  const { snapshot } = ground;

  const isIn = edit.decision === 'accepted';
  const out = isIn
    ? planTakeOut(snapshot, acceptedParts(judged, edit.said), judged.id, ground.known)
    : undefined;
  if (out?.kind === 'stale') return asInRun;
  const base = out
    ? { ...snapshot, library: out.after, find: out.after.find.bind(out.after) }
    : snapshot;
  const why = (name: string): ReturnType<typeof provenanceOf> => provenanceOf(judged, name);
  const offered = planAccept(base, partsOf(judged), why);
  const drafted =
    !isIn && edit.draft ? planAccept(snapshot, partsOf(judged, edit.draft), why) : undefined;
  const proposed = isIn ? snapshot.library : (planned(drafted) ?? planned(offered));
  if (proposed === undefined) return asInRun;
  const text = (library: typeof proposed, name: string): string | null =>
    library.find(name)?.text ?? null;
  return asInRun.map((side) => ({
    ...side,
    base: text(base.library, side.name),
    offered: text(planned(offered) ?? proposed, side.name),
    proposed: text(proposed, side.name),
    basis: 'author',
  }));
}

function planned(
  plan: ReturnType<typeof planAccept> | undefined,
): LibrarySnapshot['library'] | undefined {
  return plan?.kind === 'ready' ? plan.after : undefined;
}

/** Where the skill lies, or would; nowhere when its name is none that a file could have. */
function placeOf({ dir, snapshot: { library } }: Ground, name: string): string | undefined {
  const file = library.find(name)?.file ?? (isSafeName(name) ? fileFor(name, library.layout) : '');
  return file === '' ? undefined : join(dir, file);
}

function actionOf(judged: CandidateJudged, name: string): EditAction {
  const actions = judged.edits.filter((edit) => edit.name === name).map(({ action }) => action);
  const [first = 'MODIFY'] = actions;
  // Removed and added again under one name.
  return actions.length > 1 ? 'MODIFY' : first;
}
