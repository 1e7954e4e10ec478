/** Choosing among judged candidates: the winner, its contrastive revision, the author's word, the journal. */
import type { GateVerdict } from '../gate/verdict';
import type { Edit, Provenance, Verdict } from '../types';
import type { Trace } from '../writer/types';
import { PROVENANCE_ROOM } from '../writer/bounds';
import { shownTexts } from '../writer/shownTexts';
import { validateEdits } from '../writer/validate';
import { describeEdits, digest, toCandidates, type Candidate } from './candidates';
import type { RunContext } from './context';
import { evaluateCandidate } from './drafting';
import type { Entry } from './entry';
import type { Kit } from './kit';
import type { Evaluation, Place } from './probing';
import { Race } from './race';
import { survivesCanaries } from './canaries';
import type { ProbeSet } from './probeSet';
import type { Probing } from './update';
import { explainStanding, explainWin, signed } from './verdictText';

export interface Selection {
  /** Ids in the order the candidates were judged. */
  readonly candidates: readonly string[];
  /** Id of the candidate that is in the library now. */
  readonly winner: string | null;
}

export interface Judged {
  readonly entries: readonly Entry[];
  readonly evaluations: readonly Evaluation[];
  readonly probing: Probing;
}

export async function selectCandidate(
  kit: Kit,
  place: Place,
  judged: Judged,
  signal: AbortSignal,
): Promise<Selection> {
  const first = bestOf(judged.evaluations);
  const revision = first && (await revise(kit, place, first, judged.probing, signal));
  const winner = revision && beats(revision, first) ? revision : first;

  const all = revision ? [...judged.evaluations, revision] : judged.evaluations;
  for (const evaluation of all) {
    const revisionOf = evaluation === revision ? first?.candidate.id : undefined;
    recordVerdict(kit, place, judged.entries, { evaluation, winner, revision, revisionOf });
  }
  const candidates = all.map(({ candidate }) => candidate.id);
  return { candidates, winner: await takeIn(kit, place, winner, judged.probing.probe, signal) };
}

/** Puts the winner into the library, unless the author or the canaries object. Its id, if it is there to stay. */
export async function takeIn(
  kit: Kit,
  place: Place,
  winner: Evaluation | undefined,
  probe: ProbeSet,
  signal: AbortSignal,
): Promise<string | null> {
  if (!winner) return null;
  const { id } = winner.candidate;
  await reviewWinner(kit, place, id, signal);
  const before = kit.librarian.library;
  if (!kit.librarian.apply(id)) return null;
  return (await survivesCanaries(kit, place, { id, before, probe }, signal)) ? id : null;
}

/** The greatest score among those that may win; the first of equals. */
export function bestOf(evaluations: readonly Evaluation[]): Evaluation | undefined {
  let best: Evaluation | undefined;
  for (const evaluation of evaluations) {
    if (!evaluation.complete || evaluation.standing !== 'admissible') continue;
    if (!best || evaluation.score.adjusted > best.score.adjusted) best = evaluation;
  }
  return best;
}

function beats(revision: Evaluation, original: Evaluation): boolean {
  return bestOf([original, revision]) === revision;
}

/** Asks the writer for a version without the winner's regressions, and probes it. */
async function revise(
  kit: Kit,
  place: Place,
  winner: Evaluation,
  probing: Probing,
  signal: AbortSignal,
): Promise<Evaluation | undefined> {
  const candidate = await draftRevision(kit, place, winner, signal);
  if (!candidate) return undefined;
  // A revision has to do better than what it revises, not only as well.
  const race = new Race(winner.score.adjusted + 1);
  const baseline = await probing.baseline;
  const input = { probe: probing.probe, baseline, race };
  return (await evaluateCandidate(kit, place, candidate, input, signal)) ?? undefined;
}

/** A version of the candidate without its regressions, as the writer sees it; `undefined` if there is nothing to mend. */
export async function draftRevision(
  { context, desk, librarian }: Kit,
  place: Place,
  revised: Evaluation,
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  const { epoch, update } = place;
  const { maxLearnedSkills: capacity, rules } = context.options;
  const regressed = regressedTraces(context, revised);
  if (regressed.length === 0) return undefined;
  const { edits, label } = revised.candidate;
  const { raw, shown, ...reply } = await desk.edits(
    { call: 'revise', epoch, update },
    (writer, at) => writer.revise({ epoch, update, edits, regressed }, at),
    signal,
  );
  const { library } = librarian;
  const textOf = (name: string): string | undefined =>
    edits.find((edit) => edit.name === name && edit.action !== 'REMOVE')?.content;
  const { valid, refused } = validateEdits(raw, library, {
    capacity,
    keepTags: rules.keepTags,
    shown: rules.edits === 'shown' && shown ? shownTexts(shown, textOf) : undefined,
  });
  const all = [...reply.refused, ...refused];
  if (all.length > 0) {
    context.store.record({
      type: 'revision.refused',
      key: `revision.refused|${place.scope}`,
      epoch,
      update,
      revisionOf: revised.candidate.id,
      refused: all,
    });
  }
  const [first] = toCandidates(
    valid,
    { epoch, update, label },
    { pairs: rules.pairs, freeSlots: capacity - library.learned.length },
  ).candidates;
  return first && { ...first, id: `e${epoch}-u${update}-${digest(first.edits)}-r` };
}

/** Transcripts of the probes the candidate broke, in probe order. */
function regressedTraces(context: RunContext, { outcomes }: Evaluation): readonly Trace[] {
  const counted = context.options.rules.faults === 'counted';
  return outcomes.flatMap(({ outcome, passedBefore, baselineCorrect, status, transcript }) => {
    // As published, a new error on a passing sample is a regression like any other.
    const error = counted && outcome === 'errored' && passedBefore && baselineCorrect === true;
    if (!transcript || status === undefined || !(outcome === 'regressed' || error)) return [];
    return [{ ...context.store.loadTranscript(transcript), skillsBefore: [] }];
  });
}

/** A candidate beside those it was judged against. */
interface Ranking {
  readonly evaluation: Evaluation;
  readonly winner: Evaluation | undefined;
  readonly revision?: Evaluation | undefined;
  /** Id of the candidate this one revises. */
  readonly revisionOf?: string | undefined;
  /** What the confirmed gate says; without it, what was measured decides. */
  readonly gate?: GateVerdict;
  /** More to say of where the edit comes from. */
  readonly provenance?: Provenance;
}

/** Writes the verdict and its evidence down, and opens it to the author's decisions. */
export function recordVerdict(
  { context, librarian }: Kit,
  place: Place,
  entries: readonly Entry[],
  facts: Ranking,
): void {
  const { evaluation, revisionOf } = facts;
  const { candidate, score, complete, outcomes } = evaluation;
  const { verdict, reason } = verdictOf(facts);
  const numbers = facts.gate?.numbers;
  const provenance: Provenance = {
    epoch: place.epoch,
    update_cycle: place.update,
    probe_score: score.adjusted,
    fixes: score.fixes,
    regressions: score.regressions,
    triggering_sample_ids: entries
      .filter(({ correct }) => correct === false)
      .map(({ sample }) => sample)
      .filter(fitsProvenance())
      .slice(0, 10),
    ...facts.provenance,
  };
  const { library } = librarian;
  const edited = library.apply(candidate.edits, provenance);
  const textIn = (where: typeof library) => (edit: Edit) => [
    edit.name,
    where.find(edit.name)?.text ?? null,
  ];
  context.store.record({
    type: 'candidate.judged',
    key: `candidate|${candidate.id}`,
    id: candidate.id,
    epoch: place.epoch,
    update: place.update,
    edits: candidate.edits,
    label: candidate.label,
    ...(revisionOf === undefined ? {} : { revisionOf }),
    verdict,
    reason,
    score,
    ...(numbers ? { numbers } : {}),
    penalty: context.options.invalidActionPenalty,
    complete,
    outcomes,
    before: Object.fromEntries(candidate.edits.map(textIn(library))),
    after: Object.fromEntries(candidate.edits.map(textIn(edited))),
  });
  librarian.judged({ id: candidate.id, edits: candidate.edits, verdict, provenance });
}

/** Ids may be of any length, and frontmatter may not: those that fit the room that every edit is held to. */
function fitsProvenance(): (sample: string) => boolean {
  let left = PROVENANCE_ROOM / 2;
  return (sample) => (left -= sample.length) >= 0;
}

function verdictOf({ evaluation, winner, revision, revisionOf, gate }: Ranking): {
  readonly verdict: Verdict;
  readonly reason: string;
} {
  if (gate) return { verdict: gate.verdict, reason: gate.sentence };
  const { score, standing } = evaluation;
  if (evaluation === winner) {
    const better = revisionOf === undefined ? '' : ' It does better than what it revises.';
    return { verdict: 'accepted', reason: explainWin(score) + better };
  }
  if (standing !== 'admissible') {
    return {
      verdict: standing === 'inconclusive' ? 'inconclusive' : 'rejected',
      reason: explainStanding(standing, evaluation),
    };
  }
  return { verdict: 'rejected', reason: explainLoss(evaluation, winner, revision) };
}

function explainLoss(
  { candidate, score, complete }: Evaluation,
  winner: Evaluation | undefined,
  revision: Evaluation | undefined,
): string {
  if (!winner) return 'It could no longer win.';
  const who = describeEdits(winner.candidate.edits);
  if (winner === revision && complete) {
    return `The revision ${who} does better: ${signed(winner.score.adjusted)} against ${signed(score.adjusted)}.`;
  }
  if (!complete) {
    return `It could no longer reach the ${signed(winner.score.adjusted)} of ${who}, so its probe was stopped.`;
  }
  return winner.score.adjusted === score.adjusted
    ? `${who} scored as much and was proposed before ${describeEdits(candidate.edits)}.`
    : `${who} scored more: ${signed(winner.score.adjusted)} against ${signed(score.adjusted)}.`;
}

async function reviewWinner(
  { context, librarian }: Kit,
  { epoch, update, scope }: Place,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const onWait = (): void => {
    context.store.record({ type: 'run.waiting', epoch, update, edits: [id] });
  };
  await librarian.review(`${scope}|review`, id, onWait, signal);
}
