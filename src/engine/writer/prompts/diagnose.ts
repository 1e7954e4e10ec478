import { clippedLine, oneLine } from '../oneLine';
import type { DiagnoseInput, Trace } from '../types';
import { actionLines } from './actions';
import { limitsOf, type PromptOptions } from './options';
import { agentName, dataNotice, secondTry } from './preamble';
import { jsonLine, quoted } from './quote';

/** Asks for one sentence per failing sample: what the library lacked. */
export function diagnosePrompt(input: DiagnoseInput, options: PromptOptions): string {
  const learned = input.library.learned;
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
      : learned.map((skill) => `- ${oneLine(skill.name)}: ${clippedLine(skill.description, 400)}`)),
    '',
    '## Failing samples',
    '',
    dataNotice,
    '',
    ...input.failing.map((trace) => failureLine(trace, input.labels, options)),
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
  options: PromptOptions,
): string {
  const label = Object.hasOwn(labels, trace.sample) ? (labels[trace.sample] ?? '') : '';
  return [
    `- ${jsonLine(trace.sample)}:`,
    `label=${oneLine(label) || 'unlabeled'}`,
    `task=${quoted(trace.instruction, 120)}`,
    `actions: ${actionLines(trace.actions, limitsOf(options)).join(' | ') || '(no action)'}`,
  ].join(' ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
