import type {
  Decision,
  DecisionTaken,
  LibraryCause,
  LibraryChanged,
  RunEvent,
} from '../engine/learn/events';
import type { CycleOptions } from '../engine/learn/options';
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
  isOneOf,
  isProbeOutcome,
  isScore,
  isShape,
  isString,
  isTranscriptRef,
  isUsage,
  type Guard,
} from './guards';
import { isRecord } from './json';

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
const isCause: Guard<LibraryCause> = (value): value is LibraryCause => {
  if (!isRecord(value)) return false;
  if (value.kind === 'edit' || value.kind === 'decision') return isString(value.id);
  return value.kind === 'start' || (value.kind === 'restore' && isLabel(value.epoch));
};
const isApplied = isShape<LibraryChanged['applied'][number]>({ action: isAction, name: isString });
const isNames = isList(isString);
const isTexts = isMap(isString);
const isTextsOrGone = isMap(isNullOr(isString));
const inUpdate = { key: isString, epoch: isNumber, update: isNumber };
const rollout = {
  key: isString,
  scope: isString,
  purpose: isOneOf('dev', 'val', 'baseline', 'probe'),
  epoch: isLabel,
  sample: isString,
  usage: isUsage,
};
const call = isOneOf('classify', 'diagnose', 'propose', 'revise');

export const isDecision = isShape<Decision>({
  edit: isString,
  decision: isOneOf('accept', 'reject', 'undo'),
  at: isString,
});
const isDecisionTaken = isShape<DecisionTaken>({
  decision: isDecision,
  effect: isOneOf('applied', 'reverted', 'noted', 'stale'),
  detail: isString,
});

/** What readers of a journal rely on. A member not named here is taken as it comes. */
const members: Members = {
  'run.started': {
    key: isOneOf('run.started'),
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
  'candidate.judged': {
    ...inUpdate,
    id: isString,
    edits: isList(isEdit),
    verdict: isOneOf('accepted', 'rejected', 'inconclusive'),
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
  },
  'decisions.taken': { key: isString, taken: isList(isDecisionTaken) },
  'run.waiting': { ...inUpdate, edits: isNames },
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
  'run.finished': {
    key: isOneOf('run.finished'),
    bestEpoch: isNullOr(isLabel),
    library: isNames,
  },
  'run.stopped': { reason: isOneOf('user', 'budget', 'faults', 'error'), message: isString },
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
