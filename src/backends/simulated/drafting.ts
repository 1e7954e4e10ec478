import { allHarms, doesHarm, guidanceOf, sentencesOf } from './guidance';
import {
  draftKinds,
  type DraftKind,
  type FailureKind,
  failureKinds,
  type Harm,
  type Lesson,
} from './behaviour';
import { fraction, pick } from './hash';
import {
  guardRules,
  harmfulTexts,
  lessonTexts,
  type LessonText,
  type VagueText,
  vagueTexts,
} from './lessons';
import { patchIfLong } from './patch';
import { addRules, extendSkill, writeSkill } from './skillText';
import {
  isLibraryFull,
  type LearnedSkill,
  readDraftNumber,
  readGroup,
  readLearned,
  readLog,
} from './writerPrompt';

/** An edit as the writer replies with it. */
export interface DraftedEdit {
  readonly action: 'ADD' | 'MODIFY' | 'REMOVE';
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly tags: readonly string[];
  readonly hunks?: readonly { readonly search: string; readonly replace: string }[];
}

/** The kind of failure a set of tags speaks of. */
export function failureKindOf(tags: readonly string[]): FailureKind | undefined {
  return failureKinds.find((kind) => kind.tags.some((tag) => tags.includes(tag)));
}

/** The edits of one draft, for a `# Propose skill edits` prompt. */
export function draftEdits(prompt: string, seed: number): readonly DraftedEdit[] {
  const log = readLog(prompt);
  const failing = log.filter(({ correct }) => !correct);
  const group = readGroup(prompt);
  const failure =
    failureKinds.find(({ label }) => label === group) ??
    failureKindOf(failing.flatMap(({ tags }) => tags));
  if (!failure) return [];

  const learned = readLearned(prompt);
  const samples = log.map(({ sample }) => sample).join(' ');
  const offset = Math.floor(fraction(seed, 'draft', failure.label, samples) * draftKinds.length);
  const kind = draftKinds[(readDraftNumber(prompt) - 1 + offset) % draftKinds.length] ?? 'sound';
  const edits = draft(kind, failure, learned, [seed, samples]).flatMap(
    (edit) => patchIfLong(edit, learned) ?? [],
  );
  return isLibraryFull(prompt) ? makeRoom(edits, learned) : edits;
}

function draft(
  kind: DraftKind,
  failure: FailureKind,
  learned: readonly LearnedSkill[],
  dice: readonly (string | number)[],
): readonly DraftedEdit[] {
  switch (kind) {
    case 'vague':
      return unlessLearned(advice(pick(vagueTexts, ...dice)), learned);
    case 'harmful':
      return unlessLearned(advice(harmfulTexts[failure.lesson]), learned);
    case 'sound':
      return repair(failure, learned) ?? teach(failure.lesson, learned, false);
    case 'broad':
      return teach(failure.lesson, learned, true);
  }
}

/** Takes back what a learned skill does wrong, if one is to blame for this kind of failure. */
function repair(
  failure: FailureKind,
  learned: readonly LearnedSkill[],
): readonly DraftedEdit[] | undefined {
  const blamed = learned.find((skill) => {
    const { harms } = guidanceOf([skill.body]);
    return failure.harms.some((harm) => harms.has(harm));
  });
  if (!blamed) return undefined;
  const content = narrow(
    blamed.body,
    failure.harms,
    failure.guard ? [guardRules[failure.guard]] : [],
  );
  const { lessons } = guidanceOf([content]);
  return lessons.size === 0
    ? [
        {
          action: 'REMOVE',
          name: blamed.name,
          description: blamed.description,
          content: '',
          tags: [],
        },
      ]
    : [
        {
          action: 'MODIFY',
          name: blamed.name,
          description: blamed.description,
          content,
          tags: [...new Set([...lessons].flatMap((lesson) => lessonTexts[lesson].tags))],
        },
      ];
}

/** A text without the sentences that do these harms, and with rules that keep it in bounds. */
export function narrow(content: string, harms: readonly Harm[], rules: readonly string[]): string {
  const lines = content.split('\n').flatMap((line) => {
    const kept = sentencesOf(line).filter((each) => !harms.some((harm) => doesHarm(each, harm)));
    if (kept.length === sentencesOf(line).length) return [line];
    return kept.length === 0 || kept.join('').length < 3 ? [] : [kept.join(' ')];
  });
  return addRules(
    lines.join('\n'),
    rules.filter((rule) => !content.includes(rule)),
  );
}

/** Every harm the text does. */
export function harmsOf(content: string): readonly Harm[] {
  return allHarms.filter((harm) => sentencesOf(content).some((each) => doesHarm(each, harm)));
}

function teach(
  lesson: Lesson,
  learned: readonly LearnedSkill[],
  isBroad: boolean,
): readonly DraftedEdit[] {
  const text = lessonTexts[lesson];
  // A second skill for what one already says would only take its place in the prompt.
  if (learned.some((skill) => guidanceOf([skill.body]).lessons.has(lesson))) return [];
  const parts = partsOf(text, isBroad);
  const host = text.hosts
    .map((name) => learned.find((skill) => skill.name === name))
    .find((skill) => skill !== undefined && skill.body !== '');
  if (host) {
    const description = `${host.description.replace(/\.?$/, '.')} ${text.description}`;
    const content = extendSkill(host.body, parts);
    return [{ action: 'MODIFY', name: host.name, description, content, tags: text.tags }];
  }
  if (learned.some((skill) => skill.name === text.name)) return [];
  const { name, description, tags } = text;
  return [{ action: 'ADD', name, description, content: writeSkill(parts), tags }];
}

function partsOf({ title, summary, when, rules, example, broad }: LessonText, isBroad: boolean) {
  if (!isBroad || !broad) return { title, summary, when, rules, example };
  return { title, summary: broad.summary, when, rules: [...rules, broad.rule], example };
}

function advice({ name, title, description, summary, rules }: VagueText): DraftedEdit {
  const content = writeSkill({
    title,
    summary,
    when: ['A question about a patient has to be answered from the record.'],
    rules,
    example: [],
  });
  return { action: 'ADD', name, description, content, tags: ['patient', 'question'] };
}

function unlessLearned(
  edit: DraftedEdit,
  learned: readonly LearnedSkill[],
): readonly DraftedEdit[] {
  return learned.some(({ name }) => name === edit.name) ? [] : [edit];
}

/** In a full library an ADD comes with the REMOVE of a skill that teaches nothing, or of the last one. */
function makeRoom(
  edits: readonly DraftedEdit[],
  learned: readonly LearnedSkill[],
): readonly DraftedEdit[] {
  const given = learned.find(({ body }) => guidanceOf([body]).lessons.size === 0) ?? learned.at(-1);
  if (!given || !edits.some(({ action }) => action === 'ADD')) return edits;
  const { name, description } = given;
  return [{ action: 'REMOVE', name, description, content: '', tags: [] }, ...edits];
}
