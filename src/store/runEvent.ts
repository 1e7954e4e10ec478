import type {
  Decision,
  DecisionTaken,
  LibraryCause,
  LibraryChanged,
  RolloutPurpose,
  RunEvent,
  RunStopped,
  WriterCall,
} from '../engine/learn/events';
import type { CycleOptions } from '../engine/learn/options';
import type { Verdict } from '../engine/types';
import {
  checkMembers,
  isAction,
  isBoolean,
  isEdit,
  isJson,
  isLibraryFile,
  isList,
  isMap,
  isNullOr,
  isNumber,
  isOptional,
  isProbeOutcome,
  isScore,
  isShape,
  isString,
  isTranscriptRef,
  isUsage,
  isWord,
  type Guard,
} from './guards';
import { isRecord, type JsonRecord } from './json';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
type Members = {
  readonly [T in RunEvent['type']]: { readonly [K in keyof EventOf<T>]?: Guard<EventOf<T>[K]> };
};

const isLabel: Guard<number | 'baseline'> = (value): value is number | 'baseline' =>
  value === 'baseline' || isNumber(value);
const isTally = isShape<{ readonly dev: number; readonly val: number }>({
  dev: isNumber,
  val: isNumber,
});
const causes: Readonly<Record<LibraryCause['kind'], (cause: JsonRecord) => boolean>> = {
  start: () => true,
  edit: ({ id }) => isString(id),
  decision: ({ id }) => isString(id),
  rollback: ({ id }) => isString(id),
  restore: ({ epoch }) => isLabel(epoch),
};
const causeChecks = new Map<unknown, (cause: JsonRecord) => boolean>(Object.entries(causes));
const isCause: Guard<LibraryCause> = (value): value is LibraryCause =>
  isRecord(value) && causeChecks.get(value.kind)?.(value) === true;
const isApplied = isShape<LibraryChanged['applied'][number]>({ action: isAction, name: isString });
const isNames = isList(isString);
const isTexts = isMap(isString);
const isTextsOrGone = isMap(isNullOr(isString));
const inUpdate = { key: isString, epoch: isNumber, update: isNumber };
const rollout = {
  key: isString,
  scope: isString,
  purpose: isWord<RolloutPurpose>({
    dev: true,
    val: true,
    baseline: true,
    probe: true,
    canary: true,
    eval: true,
  }),
  epoch: isLabel,
  sample: isString,
  usage: isUsage,
};
const call = isWord<WriterCall>({ classify: true, diagnose: true, propose: true, revise: true });

const isVerdict = isWord<Verdict>({
  accepted: true,
  rejected: true,
  revise: true,
  inconclusive: true,
});

export const isDecision = isShape<Decision>({
  edit: isString,
  decision: isWord<Decision['decision']>({ accept: true, reject: true, undo: true }),
  at: isString,
  files: isOptional(isTextsOrGone),
  verdict: isOptional(isVerdict),
  evidence: isOptional(isString),
});
const isDecisionTaken = isShape<DecisionTaken>({
  decision: isDecision,
  effect: isWord<DecisionTaken['effect']>({
    applied: true,
    reverted: true,
    noted: true,
    stale: true,
  }),
  detail: isString,
});

/** What readers of a journal rely on. A member not named here is taken as it comes. */
const members: Members = {
  'run.started': {
    key: isWord<'run.started'>({ 'run.started': true }),
    run: isString,
    method: isString,
    task: isString,
    agent: isString,
    writer: isString,
    samples: isTally,
    cycle: isShape<CycleOptions>({ epochs: isNumber }),
    base: isList(isLibraryFile),
    learned: isList(isLibraryFile),
  },
  'run.resumed': {},
  'rollout.finished': {
    ...rollout,
    status: isString,
    correct: isBoolean,
    transcript: isTranscriptRef,
    skills: isNames,
  },
  'rollout.errored': { ...rollout, reason: isString },
  'rollout.aborted': { sample: isString, usage: isUsage },
  'writer.replied': { ...inUpdate, call, reply: isJson, usage: isUsage },
  'writer.failed': { ...inUpdate, call, reason: isString, usage: isUsage },
  'update.started': { ...inUpdate, batch: isNames, updates: isNumber, library: isNames },
  'probe.drawn': { ...inUpdate, failing: isNames, passing: isNames },
  'baseline.measured': {
    ...inUpdate,
    fixes: isNumber,
    regressions: isNumber,
    errored: isNames,
  },
  'failures.labelled': { ...inUpdate, labels: isTexts, newLabels: isTexts },
  'proposal.made': { ...inUpdate, k: isNumber, label: isNullOr(isString), raw: isJson },
  'revision.refused': { ...inUpdate, revisionOf: isString },
  'candidate.judged': {
    ...inUpdate,
    id: isString,
    edits: isList(isEdit),
    verdict: isVerdict,
    reason: isString,
    score: isScore,
    penalty: isNumber,
    complete: isBoolean,
    outcomes: isList(isProbeOutcome),
    before: isTextsOrGone,
    after: isTextsOrGone,
  },
  'library.changed': {
    key: isString,
    cause: isCause,
    applied: isList(isApplied),
    files: isTextsOrGone,
    names: isNames,
    inForce: isNames,
  },
  'decisions.taken': { key: isString, taken: isList(isDecisionTaken) },
  'run.waiting': { epoch: isNumber, update: isNumber, edits: isNames },
  'canaries.measured': {
    ...inUpdate,
    candidate: isString,
    samples: isNames,
    lost: isNames,
    won: isNames,
    rounds: isNumber,
    p: isNumber,
    rolledBack: isBoolean,
    reason: isString,
  },
  'update.finished': {
    ...inUpdate,
    scope: isString,
    batchSize: isNumber,
    batchCorrect: isNumber,
    batchErrored: isNumber,
    candidates: isNames,
    winner: isNullOr(isString),
    recovery: isBoolean,
  },
  'val.finished': {
    key: isString,
    scope: isString,
    epoch: isLabel,
    correct: isNumber,
    total: isNumber,
    errored: isNumber,
    score: isNumber,
    devScore: isNullOr(isNumber),
  },
  'epoch.finished': {
    key: isString,
    epoch: isNumber,
    devCorrect: isNumber,
    devTotal: isNumber,
    devErrored: isNumber,
    taxonomy: isTexts,
  },
  'checkpoint.saved': { key: isString, epoch: isLabel, score: isNumber, files: isTexts },
  'endpoint.waiting': { model: isString, reason: isString, attempt: isNumber, nextInMs: isNumber },
  'endpoint.answering': { model: isString },
  'run.finished': {
    key: isWord<'run.finished'>({ 'run.finished': true }),
    bestEpoch: isNullOr(isLabel),
    library: isNames,
  },
  'run.stopped': {
    reason: isWord<RunStopped['reason']>({ user: true, budget: true, faults: true, error: true }),
    message: isString,
  },
};

const guards = new Map<unknown, (value: unknown) => boolean>(
  Object.entries(members).map(([type, checks]) => [type, checkMembers(checks)]),
);

/** Is this an event of a kind we know, with what its readers rely on? */
export function isRunEvent(value: unknown): value is RunEvent {
  return isRecord(value) && guards.get(value.type)?.(value) === true;
}

/** The name under which an event is recorded once. */
export function eventKey(event: RunEvent): string | undefined {
  return 'key' in event ? event.key : undefined;
}
