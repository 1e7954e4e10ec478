import { clippedLine, oneLine } from '../oneLine';
import type { DiagnoseInput, Trace } from '../types';
import { actionLines } from './actions';
import { fittingLimits, tokensFor, type PromptOptions, type TraceLimits } from './options';
import { listWithin } from './learnedSkills';
import { agentName, dataNotice, secondTry } from './preamble';
import { jsonLine, quoted } from './quote';

/** Share of the prompt's tokens that the failures may take before they are shortened. */
const LOG_SHARE = 0.65;
const SKILL_LIST_SHARE = 0.2;

/** Asks for one sentence per failing sample: what the library lacked. */
export function diagnosePrompt(input: DiagnoseInput, options: PromptOptions): string {
  const learned = input.library.learned;
  const failures = (limits: TraceLimits): readonly string[] =>
    input.failing.map((trace) => failureLine(trace, input.labels, limits));
  const tokens = tokensFor(options);
  const limits = fittingLimits(options, tokens * LOG_SHARE, (some) => failures(some).join('\n'));
  return [
    '# Diagnose failures',
    ...secondTry(options),
    '',
    `${capitalised(agentName(options))} has a library of skills: short notes, of which those that suit`,
    'a task are put before the agent. Below are tasks it failed all the same. Say for each one what',
    'the library failed to do.',
    '',
    '- If a learned skill covers the case, name it and say what it lacks: a condition that is too',
    '  narrow, a step that is missing, a rule the agent could read another way, words that keep it',
    '  from being chosen for this task.',
    '- If none does, say which decision in the trace was the wrong one and what a skill would have to',
    '  tell the agent at that point.',
    '- One sentence each, about what the agent did; not "the answer was wrong", not "be careful".',
    '',
    '## Skills of the library',
    '',
    ...(learned.length === 0
      ? ['(none yet)']
      : listWithin(learned, tokens * SKILL_LIST_SHARE, ({ name, description }, max) => [
          `- ${oneLine(name)}: ${clippedLine(description, max)}`,
        ])),
    '',
    '## Failing samples',
    '',
    dataNotice,
    '',
    ...failures(limits),
    '',
    '## Answer',
    '',
    'One JSON object and nothing else, with every sample id above, spelled as it stands there:',
    '',
    '{"<sample id>": "<one sentence>"}',
    '',
  ].join('\n');
}

function failureLine(
  trace: Trace,
  labels: Readonly<Record<string, string>>,
  limits: TraceLimits,
): string {
  const label = Object.hasOwn(labels, trace.sample) ? (labels[trace.sample] ?? '') : '';
  return [
    `- ${jsonLine(trace.sample)}:`,
    `label=${oneLine(label) || 'unlabeled'}`,
    `task=${quoted(trace.instruction, 120)}`,
    `actions: ${actionLines(trace.actions, limits).join(' | ') || '(no action)'}`,
  ].join(' ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
