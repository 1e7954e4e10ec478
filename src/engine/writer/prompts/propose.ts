import { clippedLine, oneLine } from '../oneLine';
import { roughTokens } from '../../roughTokens';
import { rankForGroup } from '../rankForGroup';
import { showTexts, wordsOfGroup } from '../showTexts';
import type { ProposeInput, Shown } from '../types';
import { answerLines } from './answer';
import { capacityLines, learnedSkillLines } from './learnedSkills';
import { logLines } from './log';
import { fittingLimits, tokensFor, type PromptOptions } from './options';
import { agentName, dataNotice, secondTry } from './preamble';
import { fenced, jsonLine } from './quote';
import { ruleLines } from './rules';

/** Where each parallel draft starts from, so that drafts of one log do not come out alike. */
const angles: readonly string[] = [
  'from the decision that was wrong: the plainest rule that would have turned most of these failures around.',
  'from the library: the learned skill that should have prevented this, and what it would have had to say (MODIFY). ADD only if none comes near.',
  'from the contrast: what the passing entries did at the step where the failing ones went astray.',
  'from the end: a check the agent can carry out on its own result, with its own means, before it hands it in.',
  'from the trigger: the narrowest sign, visible before the mistake is made, by which the case can be told.',
  'from the environment: what its replies, errors and formats mean, and how they were misread.',
  'from the order of steps: a short procedure in which the mistake has no place to happen.',
  'from an example: the shortest right episode, and after it the rule that it shows.',
];

/** A prompt that shows skills, and which. */
export interface ShowingPrompt {
  readonly text: string;
  readonly shown: Shown;
}

/** Shares of a prompt's tokens that its lists may take before what is listed is shortened. */
const SKILL_LIST_SHARE = 0.2;
const LOG_SHARE = 0.5;
/** Whatever the rest takes, some text of the skills is shown. */
const LEAST_BODIES_SHARE = 0.15;

/** Asks for edits of the library that would prevent a group of failures. */
export function proposePrompt(input: ProposeInput, options: PromptOptions): ShowingPrompt {
  const { library } = input;
  const tokens = tokensFor(options);
  const limits = fittingLimits(options, tokens * LOG_SHARE, (some) =>
    logLines(input.group, input.diagnoses, some).join('\n'),
  );
  const before = [
    ...openingLines(input, options),
    '## Learned skills',
    '',
    ...learnedSkillLines(library, input.effectiveness, tokens * SKILL_LIST_SHARE),
    '',
    ...capacityLines(library.learned.length, options.capacity),
  ];
  const after = [
    '',
    '## Template',
    '',
    'The sections of a skill, in this order:',
    '',
    ...templateLines(input),
    ...baseSkillLines(input),
    '',
    '## Log',
    '',
    ...logLines(input.group, input.diagnoses, limits),
    ...otherFailureLines(input),
    '',
    ...ruleLines(options),
    '',
    ...answerLines(editLimit(input, options), true, options.patches !== false),
    '',
  ];
  const rest = roughTokens([...before, ...after].join('\n'));
  const room = Math.max(tokens - rest, tokens * LEAST_BODIES_SHARE);
  const bodies = showTexts(
    rankForGroup(library, input.group).map(({ skill: { name, content }, uses }) => ({
      name,
      text: content,
      // Where nothing can be patched, a part is of no use.
      matters: options.patches !== false && (uses > 0 || roughTokens(content) > room),
    })),
    wordsOfGroup(input.group, input.diagnoses),
    room,
    'SKILL',
  );
  const heading = bodies.lines.length === 0 ? [] : ['', '## Text of the learned skills'];
  const text = [...before, ...heading, ...bodies.lines, ...after].join('\n');
  return { text, shown: bodies.shown };
}

function openingLines(input: ProposeInput, options: PromptOptions): readonly string[] {
  const assignment = [
    ...(input.label === null ? [] : [`Failure group: ${oneLine(input.label)}`]),
    ...draftLines(input.k, input.of),
  ];
  return [
    '# Propose skill edits',
    ...secondTry(options),
    '',
    `You keep the skill library of ${agentName(options)}. A skill is a short`,
    'Markdown note that is put before the agent while it works on a task it suits. The agent sees the',
    'three best-suited skills and nothing else of the library. From the log below, propose the edits that',
    'will help most on tasks like these that you have not seen.',
    '',
    'Every edit is put to the test: tasks that fail and tasks that pass are run again with it, and it is',
    'kept only if it fixes more than it breaks. A rule that is right for the failures but also fires where',
    'the agent was right before is thrown away.',
    '',
    dataNotice,
    ...(assignment.length === 0 ? [] : ['', ...assignment]),
    '',
  ];
}

function draftLines(k: number, of: number): readonly string[] {
  if (of <= 1) return [];
  return [
    `Draft ${String(k + 1)} of ${String(of)}`,
    'Other drafts are being written from this log at the same time and compete with yours, so take an',
    `angle of your own. For this draft, start ${angles[k % angles.length] ?? ''}`,
  ];
}

/** With few free slots a pair has to fit into one proposal. */
function editLimit({ library }: ProposeInput, { maxProposals, capacity }: PromptOptions): number {
  return capacity - library.learned.length <= 2 ? Math.max(2, maxProposals) : maxProposals;
}

const plainTemplate = `## Summary
What the skill makes the agent do, in one or two sentences.

## When to use this skill
- The signs by which the agent knows that it applies, and where it does not.

## Rule
1. What to do, step by step.

## Example
A short right episode, with placeholders for values.`;

function templateLines({ library }: ProposeInput): readonly string[] {
  return [fenced('TEMPLATE', library.findBase('skeleton')?.content ?? plainTemplate)];
}

function baseSkillLines({ library }: ProposeInput): readonly string[] {
  const others = library.base.filter((skill) => skill.name !== 'skeleton');
  if (others.length === 0) return [];
  const summaries = others.map(({ name, description, tags, version }) =>
    jsonLine({ name, description: clippedLine(description, 400), tags, version }),
  );
  return [
    '',
    '## Other base skills',
    '',
    'Read-only. Do not repeat what they say.',
    '',
    ...summaries,
  ];
}

function otherFailureLines({ otherFailing, labels }: ProposeInput): readonly string[] {
  if (otherFailing.length === 0) return [];
  return [
    '',
    '## Other failures of this batch',
    '',
    'Not yours to solve; an edit must not make them worse.',
    '',
    ...otherFailing.map((trace) => {
      const label = Object.hasOwn(labels, trace.sample) ? (labels[trace.sample] ?? '') : '';
      return `- [${oneLine(label) || 'unlabeled'}] ${clippedLine(trace.instruction, 120)}`;
    }),
  ];
}
