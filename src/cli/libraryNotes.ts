import type { LoadedConfig } from '../config/loadRunConfig';
import type { CycleOptions } from '../engine/learn/options';
import { skillTokens } from '../engine/skill/skillSizes';
import { INJECTION_LIMIT } from '../engine/skill/rank';
import type { Library } from '../engine/skill/library';
import type { Skill } from '../engine/skill/types';
import { roughTokens } from '../engine/roughTokens';
import type { Place } from '../util/errors';
import type { ModelRoom } from './modelRoom';
import { counted, short } from './report/numbers';
import { oneLine } from './report/printable';
import type { RunPlan } from './planRun';

/** Something about a library that a person should know before a run. */
export interface LibraryNote {
  readonly about: 'capacity' | 'context' | 'writer';
  readonly text: string;
  /** What to do about it. */
  readonly fix: string;
}

type Known = Pick<RunPlan, 'options' | 'library' | 'rooms'> & { readonly loaded: LoadedConfig };

/** Of a prompt's tokens, what is left for the text of skills beside rules and rollouts, as a rule. */
const TEXT_SHARE = 0.6;

export function libraryNotes({ options, library, rooms, loaded }: Known): readonly LibraryNote[] {
  return [
    ...capacityNotes(options, library, loaded),
    ...contextNotes(library, rooms.agent),
    ...leftOutNotes(library.learned, rooms.writer),
  ];
}

function capacityNotes(
  { maxLearnedSkills: most }: CycleOptions,
  { learned }: Library,
  { placeOf }: LoadedConfig,
): readonly LibraryNote[] {
  if (learned.length < most) return [];
  const wanted = learned.length + 5;
  return [
    {
      about: 'capacity',
      text: `The library holds ${counted(learned.length, 'skill')} and may hold ${String(most)}: the run can add none without removing one.`,
      fix: `Set cycle.max_learned_skills: ${String(wanted)} (${placeText(placeOf(['cycle', 'max_learned_skills']))}).`,
    },
  ];
}

/** Skills that alone, or as many as are put into one prompt, take more than the agent's context. */
function contextNotes(library: Library, room: ModelRoom): readonly LibraryNote[] {
  const sized = library
    .all()
    .filter(({ name }) => name !== 'skeleton')
    .map((skill) => ({ skill, tokens: skillTokens(skill) }))
    .sort((a, b) => b.tokens - a.tokens)
    .slice(0, INJECTION_LIMIT);
  const tokens = sized.reduce((sum, each) => sum + each.tokens, 0);
  if (tokens <= room.prompt) return [];
  const names = sized.map(
    (each) => `${oneLine(each.skill.name, 64)} (${short(each.tokens)} tokens)`,
  );
  return [
    {
      about: 'context',
      text: `The skills that one prompt can hold take more than ${contextText(room)}: ${names.join(', ')}.`,
      fix: room.isKnown
        ? 'Shorten or split them, or take a model with more context.'
        : `Shorten or split them, or set context_tokens in the preset ${room.preset} if the model takes more.`,
    },
  ];
}

/** What the skill writer will not be shown in full. */
export function leftOutNotes(skills: readonly Skill[], room: ModelRoom): readonly LibraryNote[] {
  const space = room.prompt * TEXT_SHARE;
  const long = skills.filter(({ content }) => roughTokens(content) > space);
  const all = skills.reduce((sum, { content }) => sum + roughTokens(content), 0);
  if (all <= space) return [];
  const names = long.slice(0, 5).map(({ name }) => oneLine(name, 64));
  const more = long.length > 5 ? ` and ${String(long.length - 5)} more` : '';
  const fix = `Split long skills, or set context_tokens in the preset ${room.preset} if the model takes more than ${short(room.context)}.`;
  const text =
    long.length > 0
      ? `The skill writer sees in part only: ${names.join(', ')}${more}. It can patch what it sees.`
      : `The skill writer has room for about ${short(space)} of the ${short(all)} tokens of the skills: it sees those that matter for the failures at hand, and cannot modify the others then.`;
  return [{ about: 'writer', text, fix }];
}

function contextText({ context, isKnown, preset }: ModelRoom): string {
  return isKnown
    ? `the ${short(context)} tokens of context that the preset ${preset} names`
    : `${short(context)} tokens, the context assumed for the preset ${preset}`;
}

function placeText({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${String(line)}`;
}
