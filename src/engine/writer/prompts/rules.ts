import { oneLine } from '../oneLine';
import type { PromptOptions } from './options';

/** What a good edit is; the task's own rules come last. */
export function ruleLines({ hints }: PromptOptions): readonly string[] {
  const own = (hints?.guidance ?? '')
    .split(/\r?\n/)
    .map(oneLine)
    .filter((line) => line !== '');
  return [
    '## What makes a good edit',
    '',
    '- It cures one mechanism. Say by which visible sign the agent knows that the case is at hand, what',
    '  to do then in terms of the actions it has, and where the rule does not apply.',
    '- It holds for the passing entries of the log too: walk through them, and narrow the trigger until',
    '  none of them would have gone another way.',
    '- It carries over. No sample ids, no answers, no names or values out of the log; write',
    '  placeholders such as <id> or <date>.',
    '- It can be followed without judgement: exact calls, fields, formats, comparisons, in order. Leave',
    '  out appeals ("be careful", "think again", "double-check") and advice on how to think.',
    '- It ends with one short example: the actions of a right episode, line by line.',
    '- It is short, some 15 to 50 lines, in the sections of the template.',
    '- It will be found. Skills are chosen by the words they share with the text of a task: tags count most',
    '  (three to six lower-case words or short phrases that such tasks really contain), then name,',
    '  description and the section on when to use it. The description says in one line what the skill',
    '  does and when.',
    '- It suits the library. Where a learned skill covers the mechanism, MODIFY that one and keep what',
    '  works in it; ADD for a mechanism nobody covers; REMOVE what the record shows to do harm.',
    ...(own.length === 0
      ? []
      : [
          '',
          'For this kind of work, moreover:',
          ...own.map((line) => (/^[-*] /.test(line) ? line : `- ${line}`)),
        ]),
  ];
}
