import type { Message } from '../../engine/types';
import { type Habit, HABIT_SALT, habits, type Harm, reach, TEMPERATURE_JITTER } from './behaviour';
import { type Conversation, type Reading, readConversation } from './conversation';
import { type Guidance, guidanceOf, skillsIn } from './guidance';
import { fraction, pick } from './hash';

/** What a reply depends on besides the messages. */
export interface Dice {
  readonly seed: number;
  readonly temperature: number;
  readonly repeat: number;
}

const HOUR_MS = 3_600_000;

/** The agent's next message, or `undefined` when the conversation is none of the quickstart's. */
export function actAsAgent(messages: readonly Message[], dice: Dice): string | undefined {
  const conversation = readConversation(messages);
  if (!conversation) return undefined;
  const { patient, baseUrl, code, readings } = conversation;
  if (!readings) return `GET ${baseUrl}Observation?patient=${patient}&code=${code}`;

  const guidance = guidanceOf(skillsIn(messages));
  const reaches = (harm: Harm): boolean =>
    guidance.harms.has(harm) && fraction(dice.seed, harm, patient) < reach[harm];
  if (reaches('post') && !conversation.hasPosted) return noteOf(conversation);
  const habit = habitOf(conversation, readings, dice);
  const chosen = choose(conversation, readings, habit, guidance, reaches);
  const action = `FINISH([${written(chosen, habit, guidance, patient, dice)}])`;
  if (reaches('explain'))
    return `The readings have to be weighed against the question first.\n\n${action}`;
  if (habit === 'action' && !guidance.lessons.has('action')) return prose(patient, chosen);
  return action;
}

/** What the agent needs to be told about this patient; the same every time at temperature 0. */
export function habitOf(
  { patient, now }: Pick<Conversation, 'patient' | 'now'>,
  readings: readonly Reading[],
  { seed, temperature, repeat }: Dice,
): Habit {
  const kind = readings.some(({ at }) => isWithin(now, at, 24)) ? 'recent' : 'none';
  const sway = (fraction(seed, 'sway', patient, repeat) * 2 - 1) * TEMPERATURE_JITTER * temperature;
  let left = Math.min(Math.max(fraction(seed, HABIT_SALT, patient) + sway, 0), 1);
  for (const [habit, share] of habits[kind]) {
    left -= share;
    if (left < 0) return habit;
  }
  return 'careful';
}

/** `value: undefined` is the answer "there is none". */
interface Choice {
  readonly value: number | undefined;
  readonly unit: string;
}

function choose(
  { now }: Conversation,
  readings: readonly Reading[],
  habit: Habit,
  { lessons }: Guidance,
  reaches: (harm: Harm) => boolean,
): Choice {
  const none: Choice = { value: undefined, unit: 'mg/dL' };
  const newestFirst = readings.toSorted((a, b) => b.at - a.at);
  if (habit === 'stubborn') return newestFirst[1] ?? none;
  if (reaches('always-missing')) return none;
  const takesFirst = habit === 'latest' && !lessons.has('latest');
  const taken = takesFirst ? readings[0] : newestFirst[0];
  if (!taken) return none;
  const limit = reaches('half-window') ? 12 : 24;
  const heedsWindow = takesFirst || habit === 'window' ? lessons.has('window') : true;
  const isTooOld = !isWithin(now, taken.at, limit);
  if (isTooOld && heedsWindow && !reaches('any-age')) return none;
  return { ...taken, value: reaches('round') ? Math.round(taken.value * 10) / 10 : taken.value };
}

/** Whether a time lies at most so many hours before now. */
export function isWithin(now: number, at: number, hours: number): boolean {
  return at >= now - hours * HOUR_MS;
}

/** The answer as it stands in the array. */
function written(
  { value, unit }: Choice,
  habit: Habit,
  { lessons }: Guidance,
  patient: string,
  { seed }: Dice,
): string {
  const number = String(value ?? -1);
  if (habit !== 'bare' || lessons.has('bare')) return number;
  return pick([`"${number} ${unit}"`, `${number} ${unit}`, `"${number}"`], seed, 'style', patient);
}

/** The answer as a sentence, which the quickstart does not take. */
export function prose(patient: string, { value, unit }: Choice): string {
  return value === undefined
    ? `There is no magnesium level of patient ${patient} within the last 24 hours.`
    : `The most recent magnesium level of patient ${patient} is ${value} ${unit}.`;
}

function noteOf({ baseUrl, patient, code }: Conversation): string {
  const note = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: code },
    subject: { reference: `Patient/${patient}` },
  };
  return `POST ${baseUrl}Observation\n${JSON.stringify(note)}`;
}
