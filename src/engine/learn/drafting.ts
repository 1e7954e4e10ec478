/** From a batch's failures to judged candidates: classify, diagnose, propose, probe. */
import { EditConflict, type Library } from '../skill/library';
import { shownTexts } from '../writer/shownTexts';
import { validateEdits } from '../writer/validate';
import type { Edit, Json } from '../types';
import type { Trace } from '../writer/types';
import { toCandidates, withoutDuplicates, type Candidate } from './candidates';
import { skillEffectiveness } from './effectiveness';
import type { Entry } from './entry';
import { groupFailures } from './groups';
import { confirms, type Kit } from './kit';
import { recalledEvaluation, type Baseline, type Evaluation, type Place } from './probing';
import { Race } from './race';
import type { Probing, UpdateInput } from './update';
import type { ProbeSet } from './probeSet';
import type { Proposed } from './writerDesk';

export interface Drafted {
  /** In the order the candidates were proposed; the first of equals comes first. */
  readonly evaluations: readonly Evaluation[];
  readonly newLabels: Readonly<Record<string, string>>;
  /** Are they still to be confirmed, or does what was measured decide? */
  readonly toConfirm: boolean;
}

export async function draftCandidates(
  kit: Kit,
  input: UpdateInput,
  batch: { readonly entries: readonly Entry[]; readonly probing: Probing },
  signal: AbortSignal,
): Promise<Drafted> {
  const { desk, librarian, context } = kit;
  const { place, taxonomy, previousEpoch, earlier } = input;
  const { epoch, update } = place;
  const { library } = librarian;
  const { proposals, rules } = context.options;

  const traces = tracesOf(kit, input, batch.entries);
  const failing = traces.filter((trace) => trace.correct === false);
  const none = { labels: {}, new_labels: {} };
  const classified =
    failing.length === 0
      ? none
      : ((await desk.ask(
          { call: 'classify', epoch, update },
          (writer, at) => writer.classify({ failing, taxonomy }, at),
          signal,
        )) ?? none);
  const { labels, new_labels: newLabels } = classified;
  context.store.record({
    type: 'failures.labelled',
    key: `failures.labelled|${place.scope}`,
    epoch,
    update,
    labels,
    newLabels,
  });
  const diagnoses =
    failing.length === 0
      ? {}
      : ((await desk.ask(
          { call: 'diagnose', epoch, update },
          (writer, at) => writer.diagnose({ failing, labels, library }, at),
          signal,
        )) ?? {});

  const groups = groupFailures(traces, labels);
  const effectiveness = skillEffectiveness([...earlier, ...batch.entries], previousEpoch);
  const draft = async (k: number): Promise<readonly Candidate[]> => {
    const group = groups[k % groups.length] ?? { label: null, entries: traces };
    const ids = new Set(group.entries.map(({ sample }) => sample));
    const proposed = await desk.edits(
      { call: 'propose', epoch, update, k },
      (writer, at) =>
        writer.propose(
          {
            epoch,
            update,
            k,
            of: proposals,
            label: group.label,
            group: group.entries,
            otherFailing: failing.filter(({ sample }) => !ids.has(sample)),
            labels,
            diagnoses: Object.fromEntries(
              Object.entries(diagnoses).filter(([sample]) => ids.has(sample)),
            ),
            library,
            effectiveness,
          },
          at,
        ),
      signal,
    );
    return readProposal(kit, place, { k, label: group.label, ...proposed }, library);
  };

  const toConfirm = confirms(kit);
  const race = new Race();
  const started = new Map<string, Promise<Evaluation | null>>();
  const { probe } = batch.probing;
  const evaluate = (candidate: Candidate): Promise<Evaluation | null> => {
    const known = started.get(candidate.id);
    if (known) return known;
    const work = batch.probing.baseline.then((baseline) =>
      toConfirm
        ? leadCandidate(kit, place, candidate, { probe, baseline }, signal)
        : evaluateCandidate(kit, place, candidate, { probe, baseline, race }, signal),
    );
    work.catch(() => undefined);
    started.set(candidate.id, work);
    return work;
  };

  const ks = Array.from({ length: proposals }, (_, k) => k);
  // Only when equal means equal in every character can a candidate start before the others are known.
  const startAtOnce = rules.overlap && rules.dedupe === 'exact';
  const drafts = await inTurn(ks, rules.overlap, async (k) => {
    const candidates = await draft(k);
    candidates.forEach(({ id }, i) => race.enter(id, k + i / 100));
    if (startAtOnce) candidates.forEach((candidate) => void evaluate(candidate));
    return candidates;
  });
  race.fixPlaces();
  const candidates = withoutDuplicates(drafts.flat(), rules.dedupe);
  const evaluations = await inTurn(candidates, rules.overlap, evaluate);
  return {
    evaluations: evaluations.filter((evaluation) => evaluation !== null),
    newLabels,
    toConfirm,
  };
}

/** Maps all at once, or one after another. */
async function inTurn<T, R>(
  items: readonly T[],
  together: boolean,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  if (together) return Promise.all(items.map(work));
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** What the writer gets to see of the batch. Errored entries say nothing about the agent and stay out. */
function tracesOf(
  { context }: Kit,
  { previousEpoch }: UpdateInput,
  entries: readonly Entry[],
): readonly Trace[] {
  return entries.flatMap(({ sample, transcript, skills }) => {
    if (!transcript) return [];
    const before = previousEpoch?.get(sample);
    return [
      {
        ...context.store.loadTranscript(transcript),
        skillsBefore: skills,
        ...(before === undefined ? {} : { passedLastEpoch: before }),
      },
    ];
  });
}

function readProposal(
  { context }: Kit,
  { epoch, update, scope }: Place,
  proposal: Proposed & { readonly k: number; readonly label: string | null },
  library: Library,
): readonly Candidate[] {
  const { maxLearnedSkills: capacity, maxProposals, rules } = context.options;
  const { valid, refused } = validateEdits(proposal.raw, library, {
    capacity,
    keepTags: rules.keepTags,
    shown:
      rules.edits === 'shown' && proposal.shown
        ? shownTexts(proposal.shown, (name) => library.find(name)?.content)
        : undefined,
  });
  const asked = rules.edits === 'shown' ? Math.max(2, maxProposals) : valid.length;
  const split = toCandidates(
    valid.slice(0, asked),
    { epoch, update, label: proposal.label },
    { pairs: rules.pairs, freeSlots: capacity - library.learned.length },
  );
  const kept = (edit: Edit): Json => ({ ...edit, tags: edit.tags ?? [] });
  const full = 'The library is full, and no REMOVE goes with this ADD.';
  const excess = `It is one edit more than the ${String(asked)} that a proposal may hold.`;
  context.store.record({
    type: 'proposal.made',
    key: `proposal.made|${scope}|${proposal.k}`,
    epoch,
    update,
    k: proposal.k,
    label: proposal.label,
    raw: proposal.raw,
    refused: [
      ...proposal.refused,
      ...refused,
      ...split.refused.map((edit) => ({ edit: kept(edit), reason: full })),
      ...valid.slice(asked).map((edit) => ({ edit: kept(edit), reason: excess })),
    ],
  });
  return split.candidates;
}

/** `null` when the edits do not apply to the library after all. */
export async function evaluateCandidate(
  { context, prober, librarian }: Kit,
  place: Place,
  candidate: Candidate,
  input: { readonly probe: ProbeSet; readonly baseline: Baseline; readonly race: Race },
  signal: AbortSignal,
): Promise<Evaluation | null> {
  const recalled = context.store.recall(`candidate|${candidate.id}`);
  if (recalled?.type === 'candidate.judged') {
    const evaluation = recalledEvaluation(candidate, recalled);
    if (evaluation.complete && evaluation.standing === 'admissible') {
      input.race.finished(candidate.id, evaluation.score.adjusted);
    }
    return evaluation;
  }
  try {
    const library = librarian.library.apply(candidate.edits, {});
    return await prober.evaluate(place, candidate, { ...input, library }, signal);
  } catch (error) {
    if (error instanceof EditConflict) return null;
    throw error;
  }
}

/** The first pass of a candidate that is to be confirmed; `null` when its edits do not apply after all. */
export async function leadCandidate(
  { prober, librarian }: Kit,
  place: Place,
  candidate: Candidate,
  input: { readonly probe: ProbeSet; readonly baseline: Baseline },
  signal: AbortSignal,
): Promise<Evaluation | null> {
  try {
    const library = librarian.library.apply(candidate.edits, {});
    return await prober.lead(place, candidate, { ...input, library }, signal);
  } catch (error) {
    if (error instanceof EditConflict) return null;
    throw error;
  }
}
