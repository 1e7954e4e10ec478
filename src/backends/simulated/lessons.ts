import type { Guard, Lesson } from './behaviour';

/** What the simulated writer can put into a skill about one lesson. */
export interface LessonText {
  /** Name of a new skill for it. */
  readonly name: string;
  /** Learned skills that are rather extended than joined by another, the first of them. */
  readonly hosts: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly summary: string;
  readonly when: readonly string[];
  readonly rules: readonly string[];
  readonly example: readonly string[];
  readonly tags: readonly string[];
  /** A version that goes too far: another summary, and a rule that breaks what worked. */
  readonly broad?: { readonly summary: string; readonly rule: string };
}

export const lessonTexts: Readonly<Record<Lesson, LessonText>> = {
  window: {
    name: 'magnesium_time_window',
    hosts: [],
    title: 'Magnesium within a time window',
    description:
      'What to answer when a question limits a magnesium level to the last hours and the record holds none.',
    summary: 'A value from before the asked period does not answer the question. Say -1 instead.',
    when: [
      'The question limits the magnesium level to a period, such as the last 24 hours.',
      'It does not apply when the question names no period.',
    ],
    rules: [
      'Work out the cut-off: the current time minus 24 hours.',
      'Leave out every value that was taken before the cut-off.',
      'If nothing is left, answer -1: the record has no value for the question.',
    ],
    example: [
      'Now is 13 November, 10:15, so the cut-off is 12 November, 10:15. The record ends on 11 November.',
      'Wrong: `FINISH([2.1])`, the level of 11 November.',
      'Right: `FINISH([-1])`.',
    ],
    tags: ['magnesium', 'hours', 'level'],
    broad: {
      summary: 'Only a fresh value answers the question; for anything else say -1.',
      rule: 'A value taken more than 12 hours ago is too old to rely on: treat it as missing.',
    },
  },
  latest: {
    name: 'latest_measurement',
    hosts: ['read_the_bundle'],
    title: 'Find the latest measurement',
    description:
      'How to find the latest measurement of a patient in a Bundle, whose entries come in no order.',
    summary: 'The place of an entry in a Bundle says nothing about its time. Choose by time.',
    when: ['A search returned more than one measurement and one of them is asked for.'],
    rules: [
      'Compare `effectiveDateTime` over all entries of the code, to the minute and not only to the day.',
      'Take the entry with the greatest `effectiveDateTime`, wherever in the Bundle it stands.',
    ],
    example: [
      'Entry 1 is from 08:00 with 1.4, entry 3 from 09:30 with 1.9.',
      'Wrong: 1.4, because it comes first.',
      'Right: 1.9, because it was taken last.',
    ],
    tags: ['patient', 'level', 'recent'],
    broad: {
      summary: 'What counts is which measurement came last. Choose by time alone.',
      rule: 'Report the newest entry however old it is.',
    },
  },
  bare: {
    name: 'answer_as_bare_number',
    hosts: ['one_action_per_turn'],
    title: 'Answer with a bare number',
    description:
      'The form of a numeric answer inside FINISH: a bare number, without its unit and without quotes.',
    summary: 'The answer is read by a program that expects a JSON number.',
    when: ['The question asks for a level, and the answer is about to be sent with FINISH.'],
    rules: [
      'Put the bare number between the brackets, without the unit and without quotes.',
      'Take the value from `valueQuantity.value` and leave `valueQuantity.unit` out.',
    ],
    example: ['Wrong: `FINISH(["1.9 mg/dL"])` and `FINISH(["1.9"])`.', 'Right: `FINISH([1.9])`.'],
    tags: ['answer', 'finish', 'level'],
    broad: {
      summary: 'The answer is read by a program that expects a tidy JSON number.',
      rule: 'Round the value to one decimal so that answers look alike.',
    },
  },
  action: {
    name: 'one_action_per_turn',
    hosts: ['answer_as_bare_number'],
    title: 'One action per turn',
    description:
      'Every message is exactly one action; what was found out is sent with FINISH and not told in a sentence.',
    summary: 'A sentence ends the episode without an answer. Send the action alone.',
    when: ['A message is about to be sent, above all the last one, with the answer.'],
    rules: [
      'Send exactly one action: `GET`, `POST` or `FINISH`, with no prose around it.',
      'Begin the last message with `FINISH([` and end it with `])`.',
    ],
    example: ['Wrong: "The level is 1.9."', 'Right: `FINISH([1.9])`.'],
    tags: ['action', 'messages', 'finish'],
  },
};

/** A rule that narrows a skill which went too far. */
export const guardRules: Readonly<Record<Guard, string>> = {
  'whole-window': 'Any value inside the window counts as current, up to the full 24 hours.',
  'window-first':
    'A value from outside the asked window is never the answer, even if it is the newest.',
  'as-recorded': 'Give the number exactly as recorded, with all of its decimals.',
};

/** Advice that changes nothing. */
export const vagueTexts: readonly [VagueText, ...VagueText[]] = [
  {
    name: 'be_careful_with_results',
    title: 'Be careful with results',
    description: 'Take care when reading laboratory results and check the work.',
    summary: 'Laboratory results deserve attention. Take care to get them right.',
    rules: ['Read the result carefully.', 'Check the work once more at the end.'],
  },
  {
    name: 'understand_the_question',
    title: 'Understand the question',
    description: 'Make sure that the question about the patient is understood.',
    summary: 'A good answer starts with a good understanding of what is asked.',
    rules: ['Read the question twice.', 'Make sure that the result fits the question.'],
  },
];

/** Advice that does harm, by the lesson it is offered for. */
export const harmfulTexts: Readonly<Record<Lesson, VagueText>> = {
  window: {
    name: 'prefer_minus_one',
    title: 'Prefer minus one',
    description: 'When there is any doubt about a magnesium level, report that there is none.',
    summary: 'A missing value does less damage than a wrong one.',
    rules: ['If in doubt about a value, answer -1.', 'A wrong number is worse than none.'],
  },
  latest: {
    name: 'record_the_choice',
    title: 'Record the choice',
    description: 'Leave a trace in the record of which magnesium level was chosen.',
    summary: 'Others will want to know which value was used.',
    rules: ['POST an Observation that names the chosen value.', 'Then send the answer.'],
  },
  bare: {
    name: 'explain_the_number',
    title: 'Explain the number',
    description: 'Give the reader of a level the reasons for the number.',
    summary: 'A number that comes with its reasons is easier to trust.',
    rules: ['Explain where the number comes from first.', 'Then send the answer.'],
  },
  action: {
    name: 'reason_before_acting',
    title: 'Reason before acting',
    description: 'Write down the reasoning for every action before it.',
    summary: 'Thinking on paper avoids rash actions.',
    rules: ['Reason step by step in the message, then give the action.'],
  },
};

export interface VagueText {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly summary: string;
  readonly rules: readonly string[];
}
