import type { Message } from '../../types';
import { clippedLine } from '../oneLine';
import type { Trace } from '../types';
import { actionLines } from './actions';
import type { TraceLimits } from './options';
import { wordList } from './quote';

/**
 * Rollouts as the writer reads them, one block each. Every line begins with words of ours or with an
 * indent, so that nothing a rollout holds can pass for a line of the prompt.
 */
export function logLines(
  entries: readonly Trace[],
  diagnoses: Readonly<Record<string, string>>,
  limits: TraceLimits,
): readonly string[] {
  return entries.flatMap((entry, i) => [
    ...(i === 0 ? [] : ['']),
    ...entryLines(
      entry,
      Object.hasOwn(diagnoses, entry.sample) ? diagnoses[entry.sample] : '',
      limits,
    ),
  ]);
}

function entryLines(
  entry: Trace,
  diagnosis: string | undefined,
  limits: TraceLimits,
): readonly string[] {
  const actions = actionLines(entry.actions, limits);
  const messages = entry.history.slice(-limits.messageCount);
  return [
    header(entry),
    `Instruction: ${clippedLine(entry.instruction, limits.instruction)}`,
    ...labelled('Kind', clippedLine(entry.type, 120)),
    ...labelled('Failure tags', wordList(entry.failureTags)),
    `Skills in use: ${wordList(entry.skillsBefore) || 'none'}`,
    actions.length === 0 ? 'Actions: none' : 'Actions:',
    ...actions.map((action) => `  - ${action}`),
    ...(messages.length === 0 ? [] : ['Last messages:']),
    ...messages.map((message) => `  ${message.role}: ${said(message, limits.message)}`),
    ...labelled('Error', clippedLine(entry.error ?? '', 400)),
    ...labelled('Diagnosis', entry.correct === true ? '' : clippedLine(diagnosis ?? '', 600)),
  ];
}

function header(entry: Trace): string {
  const correct = entry.correct === true;
  const before = entry.passedLastEpoch;
  const turned =
    before === undefined || before === correct
      ? ''
      : before
        ? ' was_passing=true'
        : ' was_failing=true';
  const id = clippedLine(entry.sample, 200);
  return `[sample ${id}] status=${clippedLine(entry.status, 80)} correct=${String(correct)}${turned}`;
}

function said(message: Message, max: number): string {
  const calls = (message.toolCalls ?? []).map((call) => `${call.name}(${call.arguments})`);
  return clippedLine([message.content, ...calls].join(' '), max);
}

function labelled(label: string, text: string): readonly string[] {
  return text === '' ? [] : [`${label}: ${text}`];
}
