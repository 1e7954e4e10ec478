import type { Edit } from '../../types';
import { oneLine } from '../oneLine';
import type { ReviseInput } from '../types';
import { answerLines } from './answer';
import { logLines } from './log';
import { limitsOf, type PromptOptions } from './options';
import { agentName, dataNotice, secondTry } from './preamble';
import { fenced, wordList } from './quote';

/** Asks for a narrower version of an edit that helped, but broke something on the way. */
export function revisePrompt(input: ReviseInput, options: PromptOptions): string {
  const broken = input.regressed.length;
  return [
    '# Revise a skill edit',
    ...secondTry(options),
    '',
    `An edit to the skill library of ${agentName(options)} was tested and fixed more`,
    `than it broke. Still, it broke ${broken === 1 ? 'one task that was' : `${String(broken)} tasks that were`} solved without it. Write the edit again so that`,
    'it keeps what it fixes and leaves these alone. Both versions will be compared on the same tasks.',
    '',
    `Regressions: ${String(broken)}`,
    '',
    dataNotice,
    '',
    input.edits.length === 1 ? '## The edit' : '## The edit, in parts that belong together',
    '',
    ...input.edits.flatMap(editLines),
    '## Tasks it broke',
    '',
    ...logLines(input.regressed, {}, limitsOf(options)),
    '',
    '## How to revise',
    '',
    '- Find in each of these rollouts the step where the edit led the agent astray: did it fire where it',
    '  had no business, or did it ask for the wrong thing where it had?',
    '- In the first case narrow the trigger, by a sign the agent can see before it acts, and name the case',
    '  in which the rule does not apply. In the second put the rule right.',
    '- Change nothing else: what already works must keep its wording.',
    '- Do not mention these tasks, their ids, values or answers; the exception must hold for tasks like',
    '  them.',
    `- Keep action and name. Keep the tags, unless they are what draws the skill to the wrong tasks.`,
    '',
    ...answerLines(input.edits.length, false),
    '',
  ].join('\n');
}

function editLines(edit: Edit): readonly string[] {
  const tags = wordList(edit.tags ?? []);
  return [
    `Action: ${edit.action}`,
    `Name: ${oneLine(edit.name)}`,
    `Description: ${oneLine(edit.description)}`,
    ...(tags === '' ? [] : [`Tags: ${tags}`]),
    fenced('CONTENT', edit.content),
    '',
  ];
}
