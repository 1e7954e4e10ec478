import { oneLine } from '../oneLine';
import type { ClassifyInput, Trace } from '../types';
import { actionLines } from './actions';
import { fittingLimits, tokensFor, type PromptOptions, type TraceLimits } from './options';
import { agentName, dataNotice, secondTry } from './preamble';
import { jsonLine, plain, quoted, wordList } from './quote';

const ownExamples: readonly string[] = [
  'outdated_value_taken_as_current: the right kind of value was found, but an older one was used',
  'filter_missing_from_first_query: the query asked for everything and the answer drowned in it',
  'result_read_only_in_part: the answer stood further down in a result the agent had already fetched',
  'answer_given_in_wrong_shape: the value was right, but not in the form that was asked for',
];

/** Share of the prompt's tokens that the failures may take before they are shortened. */
const LOG_SHARE = 0.65;

/** Asks for one label per failing sample: the mechanism by which it failed. */
export function classifyPrompt(input: ClassifyInput, options: PromptOptions): string {
  const examples = options.hints?.labelExamples ?? [];
  const known = Object.entries(input.taxonomy);
  const failures = (limits: TraceLimits): readonly string[] =>
    input.failing.map((trace) => failureLine(trace, limits));
  const tokens = tokensFor(options);
  const limits = fittingLimits(options, tokens * LOG_SHARE, (some) => failures(some).join('\n'));
  return [
    '# Classify failures',
    ...secondTry(options),
    '',
    `These are failed rollouts of ${agentName(options)}. Sort them by what went wrong, so that one`,
    'lesson per group can be written. Two failures belong together when the same piece of advice',
    'would have prevented both, however different their subjects are.',
    '',
    'A label',
    '- names the mistake, not the topic of the task, and not merely that the answer was wrong;',
    '- is snake_case, three to six words;',
    '- is reused whenever it fits: a few groups that hold together beat many of one sample each;',
    '- rests on the trace. Tags come from an automatic check and are good hints; reported and',
    '  expected answers show in which direction the result was off.',
    '',
    'Labels of the right grain, as examples:',
    ...(examples.length > 0 ? examples : ownExamples).map((example) => `- ${oneLine(example)}`),
    '',
    ...(known.length === 0
      ? ['No labels are in use yet.']
      : [
          'Labels already in use. Take one of these where it fits; make a new one where none does:',
          ...known.map(([label, why]) => `- ${oneLine(label)}: ${oneLine(why)}`),
        ]),
    '',
    '## Failing samples',
    '',
    dataNotice,
    '',
    ...failures(limits),
    '',
    '## Answer',
    '',
    'One JSON object and nothing else: a label for every sample id above, spelled as it stands there,',
    'and a one-line description for each label that was not in use before.',
    '',
    '{"labels": {"<sample id>": "<label>"}, "new_labels": {"<label>": "<what goes wrong>"}}',
    '',
  ].join('\n');
}

function failureLine(trace: Trace, limits: TraceLimits): string {
  return [
    `- ${jsonLine(trace.sample)}:`,
    `tags=[${wordList(trace.failureTags)}]`,
    `instruction=${quoted(trace.instruction, 150)}`,
    `reported=${quoted(trace.answer, 300)}`,
    ...(trace.expected === undefined ? [] : [`expected=${quoted(expected(trace), 300)}`]),
    ...(trace.error ? [`error=${quoted(trace.error, 300)}`] : []),
    `trace: ${actionLines(trace.actions, limits).join(' → ') || '(no action)'}`,
  ].join(' ');
}

/** Some tasks compare the state an episode leaves behind; the digest of a state tells nobody anything. */
function expected(trace: Trace): string {
  const text = plain(trace.expected).trim();
  return /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i.test(text)
    ? '(a digest of the right final state; the state left behind has another)'
    : text;
}
