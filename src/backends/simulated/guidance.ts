import type { Message } from '../../engine/types';
import {
  guardedHarm,
  guardSigns,
  type Guard,
  type Harm,
  harmSigns,
  type Lesson,
  lessonSigns,
  negation,
  paraphrases,
} from './behaviour';

/** What the agent takes from the skills it was shown. */
export interface Guidance {
  readonly lessons: ReadonlySet<Lesson>;
  /** Without those that a guard takes the sting out of. */
  readonly harms: ReadonlySet<Harm>;
}

/** The first line of the quickstart's question sheet; skills put in front of it end there. */
const sheet = '# Patient records desk';

const skillHeading = /^### (?=[a-z0-9][a-z0-9_-]*$)/m;

/** The skills in a conversation, one text each. Nothing outside a `## Skills` block is looked at. */
export function skillsIn(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ role, content }) => {
    if (role === 'assistant') return [];
    const start = /^## Skills\b/m.exec(content)?.index;
    if (start === undefined) return [];
    const end = content.indexOf(`\n${sheet}`, start);
    const block = content.slice(start, end < 0 ? undefined : end);
    return block.split(skillHeading).slice(1);
  });
}

export function guidanceOf(skills: readonly string[]): Guidance {
  const sentences = skills.map(sentencesOf);
  const all = sentences.flat();
  const harms = new Set(
    keysOf(harmSigns).filter((harm) => all.some((each) => doesHarm(each, harm))),
  );
  for (const guard of keysOf(guardSigns)) {
    if (all.some((each) => guardSigns[guard].every((sign) => sign.test(each)))) {
      harms.delete(guardedHarm[guard]);
    }
  }
  const lessons = new Set(
    keysOf(lessonSigns).filter((lesson) => {
      const { within, all: signs } = lessonSigns[lesson];
      const passages = within === 'skill' ? skills : all;
      return passages.some((passage) => signs.every((sign) => sign.test(passage)));
    }),
  );
  return { lessons, harms };
}

/** Does this sentence ask for the harm, rather than warn of it? */
export function doesHarm(sentence: string, harm: Harm): boolean {
  const plain = paraphrases.reduce(
    (text, [phrase, meaning]) => text.replace(phrase, meaning),
    sentence,
  );
  return (
    !negation.test(plain) &&
    harmSigns[harm].some((signs) => signs.every((sign) => sign.test(plain)))
  );
}

/** Sentences of a Markdown text; a wrapped paragraph is read as one line, a list item or heading stands alone. */
export function sentencesOf(text: string): readonly string[] {
  const joined = text.replace(/([^\n])\r?\n(?![ \t]*(?:[-*+]|\d+[.)]|#|$|\r?\n))[ \t]*/g, '$1 ');
  return joined
    .split(/\r?\n|(?<=[.!?])\s+/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Guards and harms by name, for callers that go through all of them. */
export const allHarms: readonly Harm[] = keysOf(harmSigns);
export const allGuards: readonly Guard[] = keysOf(guardSigns);

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  // The tables are literals of ours: they have exactly these keys.
  return Object.keys(table) as K[];
}
