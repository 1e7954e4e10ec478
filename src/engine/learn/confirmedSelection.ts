/** Choosing among candidates by confirmation: the winner, the revision of what breaks something, the journal. */
import { confirmCandidates, type Confirmation, type Confirmed } from './confirming';
import { leadCandidate } from './drafting';
import type { Kit } from './kit';
import type { Evaluation, Place } from './probing';
import { draftRevision, recordVerdict, takeIn, type Judged, type Selection } from './selection';

export async function selectConfirmed(
  kit: Kit,
  place: Place,
  judged: Judged,
  signal: AbortSignal,
): Promise<Selection> {
  const { entries, evaluations, probing } = judged;
  const baseline = await probing.baseline;
  kit.repeatability.observeBaseline(kit.librarian.library, baseline);

  const first = await confirm(kit, place, evaluations, 0, signal);
  const revised = first.winner ? undefined : worthRevising(first);
  const second = revised && (await reviseConfirmed(kit, place, judged, revised, first, signal));
  const winner = (first.winner ?? second?.winner)?.evaluation;

  for (const { evaluation, gate } of first.candidates) {
    recordVerdict(kit, place, entries, { evaluation, winner, gate });
  }
  for (const { evaluation, gate } of second?.candidates ?? []) {
    const revisionOf = revised?.evaluation.candidate.id;
    recordVerdict(kit, place, entries, { evaluation, winner, gate, revisionOf });
  }
  const all = [...first.candidates, ...(second?.candidates ?? [])];
  return {
    candidates: all.map(({ evaluation }) => evaluation.candidate.id),
    winner: await takeIn(kit, place, winner, probing.probe, signal),
  };
}

/** Of those that break something and may be worth having without that, the one that fixes most. */
function worthRevising({ candidates }: Confirmation): Confirmed | undefined {
  let best: Confirmed | undefined;
  const effect = (one: Confirmed | undefined): number => one?.gate.numbers?.effect.rate ?? -1;
  for (const one of candidates) {
    if (one.gate.verdict === 'revise' && effect(one) > effect(best)) best = one;
  }
  return best;
}

/** The writer's version without the regressions, confirmed on what is left of the update's error budget. */
async function reviseConfirmed(
  kit: Kit,
  place: Place,
  { probing }: Judged,
  { evaluation, gate }: Confirmed,
  { confirmed }: Confirmation,
  signal: AbortSignal,
): Promise<Confirmation | undefined> {
  const broken = new Set(gate.numbers?.broken);
  const outcomes = evaluation.outcomes.filter(({ sample }) => broken.has(sample));
  const candidate = await draftRevision(kit, place, { ...evaluation, outcomes }, signal);
  if (!candidate) return undefined;
  const baseline = await probing.baseline;
  const input = { probe: probing.probe, baseline };
  const lead = await leadCandidate(kit, place, candidate, input, signal);
  return lead ? confirm(kit, place, [lead], confirmed, signal) : undefined;
}

function confirm(
  { prober, repeatability, samples, context, librarian }: Kit,
  place: Place,
  evaluations: readonly Evaluation[],
  confirmedBefore: number,
  signal: AbortSignal,
): Promise<Confirmation> {
  const before = librarian.library;
  const contestants = evaluations.map((evaluation) => ({
    evaluation,
    library: before.apply(evaluation.candidate.edits, {}),
  }));
  return confirmCandidates(
    { prober, repeatability, samples, gate: context.options.gate },
    place,
    { contestants, before, confirmedBefore },
    signal,
  );
}
