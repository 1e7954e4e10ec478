/**
 * How the simulation behaves, as tables: which mistakes it makes for whom, which words in a skill cure or
 * cause them, and how failures are labelled. Everything worth tuning is here.
 */

/** Part of the identity of every reply: change it with anything that changes replies. */
export const BEHAVIOUR_VERSION = 1;

/** What a skill can teach. Without the lesson, the patients whose habit it is go wrong. */
export type Lesson = 'window' | 'latest' | 'bare' | 'action';

/** What a skill can spoil. */
export type Harm = 'always-missing' | 'any-age' | 'half-window' | 'round' | 'post' | 'explain';

/** What takes the sting out of a harm that is only too broad. */
export type Guard = 'whole-window' | 'as-recorded' | 'window-first';

/** What the agent needs to be told about a patient; `stubborn` is beyond teaching. */
export type Habit = 'careful' | 'stubborn' | Lesson;

/** Shares of the patients, by whether a value lies inside the asked window. */
export const habits: Readonly<
  Record<'recent' | 'none', readonly (readonly [habit: Habit, share: number])[]>
> = {
  recent: [
    ['careful', 0.36],
    ['latest', 0.34],
    ['bare', 0.16],
    ['action', 0.1],
    ['stubborn', 0.04],
  ],
  none: [
    ['careful', 0.36],
    ['window', 0.38],
    ['action', 0.12],
    ['bare', 0.1],
    ['stubborn', 0.04],
  ],
};

/**
 * Sets the dice for who gets which habit. Chosen among many so that a first run of the quickstart shows
 * all there is to see: edits accepted, rejected, and revised. The other seeds show most of it.
 */
export const HABIT_SALT = 'habit-438';

/** How far one unit of temperature can move a patient along the table above. */
export const TEMPERATURE_JITTER = 0.1;

/** Share of patients a harm reaches, where the record gives it an occasion. */
export const reach: Readonly<Record<Harm, number>> = {
  'always-missing': 1,
  'any-age': 0.4,
  'half-window': 1,
  round: 1,
  post: 0.75,
  explain: 0.75,
};

const minusOne = /(?<![\d.])[-−]1\b/;

/** A lesson is understood when every pattern occurs in one skill (`skill`), or in one sentence of it. */
export const lessonSigns: Readonly<
  Record<Lesson, { readonly within: 'skill' | 'sentence'; readonly all: readonly RegExp[] }>
> = {
  window: { within: 'skill', all: [/\b24[\s-]*h(?:(?:ou)?rs?)?\b/i, minusOne] },
  latest: {
    within: 'sentence',
    all: [
      /\b(?:latest|most recent|newest|greatest|largest|sort(?:ed|s)?|order(?:ed)? by|compare)\b/i,
      /effectiveDateTime|\b(?:timestamps?|times?|dates?|entry|entries)\b/i,
    ],
  },
  bare: {
    within: 'sentence',
    all: [
      /\b(?:bare|plain|unquoted) number|\bonly the number|\bnumber (?:only|alone)\b|\bno units?\b|\bwithout (?:(?:the|a|any|its) )?(?:units?|quotes)\b|\bno quotes\b|\bnot (?:as )?(?:a )?(?:string|text)\b/i,
    ],
  },
  action: {
    within: 'sentence',
    all: [
      /\b(?:exactly|only|just) one action\b|\bonly the action\b|\bone action (?:per|a|each)\b|\bno prose\b|\bnothing but the action\b|\bno (?:other |extra )?(?:text|words) (?:before|around|besides|outside)\b|\bno explanations?\b/i,
    ],
  },
};

/** A harm is done by any one sentence in which every pattern occurs and nothing negates it. */
export const harmSigns: Readonly<Record<Harm, readonly (readonly RegExp[])[]>> = {
  'always-missing': [
    [/\balways (?:answer|reply|finish|give|report)\b/i, minusOne],
    [/\b(?:doubt|unsure|uncertain)\b/i, minusOne],
  ],
  'any-age': [
    [/\bhowever old\b|\bno matter how old\b|\bregardless of (?:its |the )?(?:age|time|date)\b/i],
  ],
  'half-window': [
    [
      /\b(?:12|twelve)[\s-]*h(?:ou)?rs?\b|\bhalf a day\b/i,
      /-1\b|\bmissing\b|\btoo old\b|\bno longer\b|\boutdated\b/i,
    ],
  ],
  round: [[/\bround(?:ed|ing|s)?\b/i]],
  post: [[/\bPOST (?:an?|the|your|it|every|each)\b/i]],
  explain: [
    [
      /\b(?:explain|reason|reasoning|think)\b/i,
      /\b(?:first|before|aloud|out loud|step by step)\b/i,
    ],
    [/\bshow your (?:work|working|reasoning)\b/i],
  ],
};

/** In a sentence with one of these, a harm is warned of rather than asked for. */
export const negation =
  /\b(?:not|never|avoid|without|instead of|rather than|nor|neither|wrong|no)\b(?! longer)|n['’]t\b/i;

/** Phrases with a "not" in them that negate nothing, and what they amount to. */
export const paraphrases: readonly (readonly [phrase: RegExp, meaning: string])[] = [
  [/\b(?:not|n['’]t) (?:quite |entirely |completely )?(?:sure|certain)\b/gi, 'unsure'],
  [/\b(?:do(?:es)?|is|are) not (?:count|current|valid)\b|\bdoesn['’]t count\b/gi, 'is missing'],
];

export const guardSigns: Readonly<Record<Guard, readonly RegExp[]>> = {
  'whole-window': [
    /\b(?:up to|whole|full|entire|anywhere|any (?:time|value|moment))\b/i,
    /\b24[\s-]*h|\bwindow\b/i,
    /\bcounts?\b|\bvalid\b|\bcurrent\b/i,
  ],
  'as-recorded': [
    /\b(?:exactly|just) as (?:recorded|stored|returned|it stands)\b|\b(?:not|never) round\b/i,
  ],
  'window-first': [/\boutside (?:of )?the (?:asked )?window\b/i, /\b(?:never|not|no)\b/i],
};

/** The harm a guard takes the sting out of. */
export const guardedHarm: Readonly<Record<Guard, Harm>> = {
  'whole-window': 'half-window',
  'as-recorded': 'round',
  'window-first': 'any-age',
};

/** How the writer sees a kind of failure. */
export interface FailureKind {
  readonly label: string;
  readonly description: string;
  readonly diagnosis: string;
  /** Tags that give it away. */
  readonly tags: readonly string[];
  /** What would have prevented it, if no skill is to blame. */
  readonly lesson: Lesson;
  /** What a skill may have said to cause it. */
  readonly harms: readonly Harm[];
  readonly guard?: Guard;
}

/** The first kind of which a sample has a tag is its label. */
export const failureKinds: readonly FailureKind[] = [
  {
    label: 'write_request_for_a_question',
    description: 'a resource was written although the question only asked for a value',
    diagnosis:
      'The agent wrote to the record while answering a read-only question; no skill may ask for that.',
    tags: ['posted'],
    lesson: 'action',
    harms: ['post'],
  },
  {
    label: 'prose_instead_of_action',
    description: 'the reply was a sentence, not one of the three actions',
    diagnosis:
      'The agent knew the value but wrote it as prose; a skill must demand the bare action.',
    tags: ['invalid_action', 'task_limit'],
    lesson: 'action',
    harms: ['explain'],
  },
  {
    label: 'answer_in_wrong_json_type',
    description: 'the value was given as text, with its unit, or not as JSON at all',
    diagnosis:
      'The value was decorated with a unit or quotes; a skill must fix the form of the answer.',
    tags: [
      'answer_not_json',
      'answer_is_string',
      'unit_in_answer',
      'answer_not_list',
      'answer_count_wrong',
    ],
    lesson: 'bare',
    harms: [],
  },
  {
    label: 'value_changed_by_rounding',
    description: 'the recorded value was rounded before it was given',
    diagnosis:
      'A skill made the agent round the value; the record has to be repeated digit by digit.',
    tags: ['value_rounded'],
    lesson: 'bare',
    harms: ['round'],
    guard: 'as-recorded',
  },
  {
    label: 'stale_value_reported_as_current',
    description: 'a value from before the asked period was given as the answer',
    diagnosis:
      'No value lies inside the period, yet an older one was reported; a skill must name the cut-off.',
    tags: ['stale_value_used'],
    lesson: 'window',
    harms: ['any-age'],
    guard: 'window-first',
  },
  {
    label: 'bundle_order_taken_as_time_order',
    description: 'an entry was chosen by its place in the Bundle, not by its time',
    diagnosis:
      'The first entry of the Bundle was used although a later measurement stood further down.',
    tags: ['not_latest_value'],
    lesson: 'latest',
    harms: [],
  },
  {
    label: 'recorded_value_overlooked',
    description: 'a value inside the asked period was there, but was reported as missing',
    diagnosis: 'A valid value was in the Bundle and was not found or not accepted.',
    tags: ['missing_reported_wrongly'],
    lesson: 'latest',
    harms: ['always-missing', 'half-window'],
    guard: 'whole-window',
  },
];

/** What a draft of the writer can be worth. */
export type DraftKind = 'sound' | 'broad' | 'vague' | 'harmful';

/** Drafts of one update go round this list, from a place that the failures decide. */
export const draftKinds: readonly DraftKind[] = ['broad', 'vague', 'harmful', 'sound'];
