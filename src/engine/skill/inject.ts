import type { Message } from '../types';
import type { Library } from './library';
import { INJECTION_LIMIT, rankSkills } from './rank';
import type { Script } from './tokens';
import type { Skill } from './types';

/** How much of the conversation's end skills are chosen by, in characters. */
const SELECTION_CHARACTERS = 12_000;

const heading = `## Skills

Behavioural skills learned on work of this kind. Apply each one whose description matches the task at hand; ignore the others.`;

/** Messages for the model with the chosen skills in them. */
export interface Injected {
  readonly messages: readonly Message[];
  /** Names of the injected skills, best first. */
  readonly skills: readonly string[];
}

/** What skills are chosen by: the end of the conversation, its messages on lines of their own. */
export function selectionText(messages: readonly Message[]): string {
  // A character takes at most two code units, so more of the end than this is never needed.
  const tail: string[] = [];
  for (let at = messages.length - 1, units = 0; at >= 0; at -= 1) {
    const content = messages[at]?.content ?? '';
    tail.unshift(content);
    units += content.length;
    if (units > 2 * SELECTION_CHARACTERS) break;
  }
  const text = tail.join('\n');
  if (text.length <= SELECTION_CHARACTERS) return text;
  const characters = Array.from(text.slice(-2 * SELECTION_CHARACTERS));
  return characters.slice(-SELECTION_CHARACTERS).join('');
}

/**
 * Puts the skills and the protocol reminder into the last message of the user or the system: before
 * its content while the agent has not spoken, behind it afterwards. With nothing to inject, or no such
 * message, the messages come back as they are.
 */
export function injectSkills(
  messages: readonly Message[],
  skills: readonly Skill[],
  protocol?: string,
): readonly Message[] {
  const block = blockOf(skills.filter(isInjectable), protocol);
  const at = messages.findLastIndex(({ role }) => role === 'user' || role === 'system');
  const target = messages[at];
  if (block === '' || target === undefined) return messages;
  const hasSpoken = messages.slice(0, at).some(({ role }) => role === 'assistant');
  const parts = hasSpoken ? [target.content, block] : [block, target.content];
  return messages.with(at, {
    ...target,
    content: parts.filter((part) => part !== '').join('\n\n'),
  });
}

/**
 * Ranks the library for the conversation and injects the best skills, with what the task's hook says
 * to the first message. A hook that throws says nothing.
 */
export function chooseAndInject(
  messages: readonly Message[],
  library: Library,
  protocolHook?: (firstMessage: string) => string | undefined,
  limit = INJECTION_LIMIT,
  script: Script = 'unicode',
): Injected {
  const candidates = library.all().filter(isInjectable);
  const skills = rankSkills(candidates, selectionText(messages), limit, script)
    .filter((it) => it.selected)
    .map((it) => it.skill);
  const protocol = reminderOf(messages, protocolHook);
  const injected = injectSkills(messages, skills, protocol);
  const isUnchanged = injected === messages;
  return { messages: injected, skills: isUnchanged ? [] : skills.map(({ name }) => name) };
}

/** The skeleton shows the writer how a skill is built; it tells an agent nothing. */
function isInjectable({ name }: Skill): boolean {
  return name !== 'skeleton';
}

function reminderOf(
  messages: readonly Message[],
  hook: ((firstMessage: string) => string | undefined) | undefined,
): string | undefined {
  try {
    return hook?.(messages[0]?.content ?? '');
  } catch {
    return undefined;
  }
}

function blockOf(skills: readonly Skill[], protocol = ''): string {
  const sections = skills.map(({ name, description, content }) =>
    [`### ${name}`, description, content].filter((part) => part !== '').join('\n\n'),
  );
  const block = sections.length > 0 ? [heading, ...sections] : [];
  return [...block, protocol.trim()].filter((part) => part !== '').join('\n\n');
}
