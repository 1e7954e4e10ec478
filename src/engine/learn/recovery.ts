/** Dev collapse: when nearly nothing passes any more, try the library without its newest skill. */
import { PythonRandom } from '../random';
import type { Skill } from '../skill/types';
import type { Edit, Provenance } from '../types';
import { evaluateCandidate } from './drafting';
import { resultsOf, type Entry } from './entry';
import type { Kit } from './kit';
import type { Place } from './probing';
import { drawProbe } from './probeSet';
import { Race } from './race';
import { bestOf, recordVerdict } from './selection';
import { measureBaseline, recordProbe } from './update';

/** Below this share of passing dev samples an epoch counts as collapsed. */
const COLLAPSED_BELOW = 0.05;

export function hasCollapsed(epoch: number, devScore: number, learned: number): boolean {
  return epoch > 0 && devScore < COLLAPSED_BELOW && learned > 0;
}

/** The skill that was added or modified last; the first of those of one update. */
function newest(skills: readonly Skill[]): Skill | undefined {
  const age = ({ provenance }: Skill): readonly [number, number] => [
    provenance?.epoch ?? -1,
    provenance?.update_cycle ?? -1,
  ];
  let best: Skill | undefined;
  for (const skill of skills) {
    const [epoch, update] = age(skill);
    const [bestEpoch, bestUpdate] = best ? age(best) : [-2, -2];
    if (epoch > bestEpoch || (epoch === bestEpoch && update > bestUpdate)) best = skill;
  }
  return best;
}

/** Removes the newest skill if that wins on a probe of the epoch's own entries. */
export async function recoverFromCollapse(
  kit: Kit,
  epoch: number,
  updates: number,
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<void> {
  const { context, librarian, samples } = kit;
  const { seed, probeSize } = context.options;
  const skill = newest(librarian.library.learned);
  const rng = new PythonRandom(`${seed}:collapse:${epoch}`);
  const probe = drawProbe(resultsOf(entries), samples, probeSize, rng);
  if (!skill || !probe) return;

  const place: Place = { scope: `${epoch}|recovery`, epoch, update: updates };
  recordProbe(kit, place, probe, false);
  const baseline = await measureBaseline(kit, place, probe, signal);
  const edit: Edit = { action: 'REMOVE', name: skill.name, description: '', content: '' };
  const candidate = { id: `e${epoch}-recovery`, edits: [edit], label: null };
  const race = new Race();
  const evaluation = await evaluateCandidate(
    kit,
    place,
    candidate,
    { probe, baseline, race },
    signal,
  );
  if (!evaluation) return;

  // Where everything fails there is nothing left to protect: a gain is enough, as published.
  const gains = evaluation.complete && evaluation.score.adjusted > 0;
  const admissible = gains && evaluation.standing !== 'inconclusive';
  const judged = admissible ? { ...evaluation, standing: 'admissible' as const } : evaluation;
  const winner = bestOf([judged]);
  const provenance: Provenance = { recovery: true };
  recordVerdict(kit, place, entries, { evaluation: judged, winner, provenance });
  const applied = winner !== undefined && librarian.apply(candidate.id);
  context.store.record({
    type: 'update.finished',
    key: `update.finished|${place.scope}`,
    scope: place.scope,
    epoch,
    update: updates,
    batchSize: 0,
    batchCorrect: 0,
    batchErrored: 0,
    candidates: [candidate.id],
    winner: applied ? candidate.id : null,
    recovery: true,
  });
}
