import type { CycleOptions } from '../engine/learn/options';
import type { Task } from '../engine/ports';
import { chooseAndInject } from '../engine/skill/inject';
import type { Library } from '../engine/skill/library';
import { INJECTION_LIMIT } from '../engine/skill/rank';
import type { Message, Sample } from '../engine/types';
import { roughTokens } from '../engine/roughTokens';
import type { PromptSizes, Size } from './estimate';
import type { ModelRoom } from './modelRoom';

export interface SizedRun {
  readonly task: Task;
  readonly samples: readonly Sample[];
  readonly library: Library;
  readonly options: CycleOptions;
  readonly rooms: { readonly agent: ModelRoom; readonly writer: ModelRoom };
  /** Model calls of an episode. */
  readonly calls: { readonly typical: number; readonly most: number };
}

/** Skills are ranked for so many samples, evenly drawn: for more it takes long and tells no more. */
const RANKED_SAMPLES = 200;

/** Tokens by rule of thumb. */
const CHARS_PER_TOKEN = 4;
const LIKELY_REPLY = { agent: 120, writer: 900 };
/** What an environment answers to one action. */
const OBSERVATION = { likely: 250, most: 1000 };
/** In an episode of several turns, each is an action and not an essay. */
const TURN_REPLY = 1024;
/** A learned skill is asked to be of some 15 to 50 lines. */
const LEARNED_SKILL = 1000;
/** The rules and forms of a writer's prompt, and a task's own hints. */
const WRITER_FRAME = { likely: 1500, most: 3000 };
/** A rollout as the writer reads it, beside its actions. */
const TRACE = { likely: 400, most: 2600 };
const TRACE_ACTION = { likely: 60, most: 620 };
/** A skill's line in the list of the library. */
const LISTED_SKILL = { likely: 60, most: 200 };

/** Sizes a run from its real samples and its real library. */
export function promptSizes(run: SizedRun): PromptSizes {
  const { rooms, options, calls } = run;
  const agentReply = calls.most > 1 ? Math.min(rooms.agent.reply, TURN_REPLY) : rooms.agent.reply;
  const learned = Math.min(rooms.writer.reply, LEARNED_SKILL);
  return {
    agent: {
      prompt: agentPrompt(run, learned, agentReply),
      reply: { least: 1, likely: within(LIKELY_REPLY.agent, rooms.agent), most: agentReply },
    },
    writer: {
      prompt: writerPrompt(run, options.maxLearnedSkills * learned),
      reply: {
        least: 1,
        likely: within(LIKELY_REPLY.writer, rooms.writer),
        most: rooms.writer.reply,
      },
    },
  };
}

function within(likely: number, { reply }: ModelRoom): number {
  return Math.min(likely, reply);
}

/** Sample and skills as they are chosen for it, and with every turn what was said before. */
function agentPrompt(
  { task, samples, library, rooms, calls }: SizedRun,
  learned: number,
  reply: number,
): Size {
  const openings = samples.map((sample) => openingOf(task, sample));
  const ranked = evenly(openings, RANKED_SAMPLES).map((opening) =>
    charactersOf(chooseAndInject(opening, library, task.protocolHook?.bind(task)).messages),
  );
  const mean = ranked.reduce((sum, length) => sum + length, 0) / Math.max(1, ranked.length);
  const longest = openings.reduce((most, opening) => Math.max(most, tokensOf(opening)), 0);
  const turns = { likely: (calls.typical - 1) / 2, most: (calls.most - 1) / 2 };
  const likelyTurn = within(LIKELY_REPLY.agent, rooms.agent) + OBSERVATION.likely;
  const mostTurn = reply + OBSERVATION.most;
  return {
    least: Math.floor(Math.min(...ranked) / CHARS_PER_TOKEN / 2),
    likely: mean / CHARS_PER_TOKEN + turns.likely * likelyTurn,
    most:
      longest + largestSkills(library) + INJECTION_LIMIT * (learned + 20) + turns.most * mostTurn,
  };
}

/** As many of the largest skills as go into one prompt. */
function largestSkills(library: Library): number {
  return library
    .all()
    .filter(({ name }) => name !== 'skeleton')
    .map(({ name, description, content }) => roughTokens(`${name}${description}${content}`) + 20)
    .sort((a, b) => b - a)
    .slice(0, INJECTION_LIMIT)
    .reduce((sum, tokens) => sum + tokens, 0);
}

/** Frame, library and rollouts, as far as the model's context takes them. */
function writerPrompt({ library, options, rooms, calls }: SizedRun, growth: number): Size {
  const { updateEvery, probeSize } = options;
  const texts = library.learned.reduce((sum, { content }) => sum + roughTokens(content), 0);
  const listed = library.learned.length;
  const traces = (each: number, action: number, turns: number, count: number): number =>
    count * (each + turns * action);
  const likely =
    WRITER_FRAME.likely +
    texts +
    listed * LISTED_SKILL.likely +
    traces(TRACE.likely, TRACE_ACTION.likely, calls.typical, updateEvery);
  const most =
    WRITER_FRAME.most +
    texts +
    growth +
    Math.max(listed, options.maxLearnedSkills) * LISTED_SKILL.most +
    traces(TRACE.most, TRACE_ACTION.most, calls.most, Math.max(updateEvery, probeSize));
  // What is quoted is shortened until it fits, but never to nothing.
  const floor = 4000 + 300 * Math.max(updateEvery, probeSize);
  const room = Math.max(rooms.writer.prompt * 1.1, floor);
  return { least: 0, likely: Math.min(likely, rooms.writer.prompt), most: Math.min(most, room) };
}

function openingOf(task: Task, sample: Sample): readonly Message[] {
  return task.opening?.(sample) ?? [{ role: 'user', content: sample.description }];
}

function charactersOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

/** With what servers put around each message. */
function tokensOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + roughTokens(content) + 8, 0);
}

function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return items.filter(
    (_, i) =>
      Math.floor((i * count) / items.length) !== Math.floor(((i - 1) * count) / items.length),
  );
}
