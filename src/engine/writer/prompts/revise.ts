import type { Edit } from '../../types';
import { oneLine } from '../oneLine';
import { showTexts, wordsOfGroup, type ShownLines } from '../showTexts';
import type { ReviseInput, Shown } from '../types';
import { answerLines } from './answer';
import { logLines } from './log';
import { fittingLimits, tokensFor, type PromptOptions } from './options';
import { agentName, dataNotice, secondTry } from './preamble';
import type { ShowingPrompt } from './propose';
import { fenced, wordList } from './quote';

/** Shares of a prompt's tokens for the rollouts and for the texts of the edits. */
const LOG_SHARE = 0.35;
const EDITS_SHARE = 0.45;

/** Asks for a narrower version of an edit that helped, but broke something on the way. */
export function revisePrompt(input: ReviseInput, options: PromptOptions): ShowingPrompt {
  const broken = input.regressed.length;
  const tokens = tokensFor(options);
  const limits = fittingLimits(options, tokens * LOG_SHARE, (some) =>
    logLines(input.regressed, {}, some).join('\n'),
  );
  const edits = input.edits.map((edit) => editLines(edit, input, tokens * EDITS_SHARE));
  const text = [
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
    ...edits.flatMap(({ lines }) => lines),
    '## Tasks it broke',
    '',
    ...logLines(input.regressed, {}, limits),
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
    ...answerLines(input.edits.length, false, options.patches !== false),
    '',
  ].join('\n');
  const shown: Shown = {
    full: edits.flatMap((edit) => edit.shown.full),
    partly: edits.flatMap((edit) => edit.shown.partly),
    unseen: edits.reduce((sum, edit) => sum + edit.shown.unseen, 0),
  };
  return { text, shown };
}

/** An edit and its new body: in full, or of a very long one the lines that the regressions are about. */
function editLines(edit: Edit, { edits, regressed }: ReviseInput, tokens: number): ShownLines {
  const tags = wordList(edit.tags ?? []);
  const { name, content } = edit;
  const body = showTexts(
    [{ name, text: content, matters: true }],
    wordsOfGroup(regressed, {}),
    tokens / edits.length,
    'CONTENT',
  );
  const isWhole = body.shown.full.length > 0;
  const lines = [
    `Action: ${edit.action}`,
    `Name: ${oneLine(name)}`,
    `Description: ${oneLine(edit.description)}`,
    ...(tags === '' ? [] : [`Tags: ${tags}`]),
    ...(isWhole ? [fenced('CONTENT', content)] : body.lines.slice(1)),
    '',
  ];
  return { lines, shown: body.shown };
}
