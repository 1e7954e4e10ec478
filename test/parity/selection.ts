import path from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { rankSkills } from '../../src/engine/skill/rank';
import { parseSkill } from '../../src/engine/skill/skillFormat';
import type { Skill } from '../../src/engine/skill/types';
import { readJsonArray } from './scenario';

interface SelectionCase {
  /** Folder of the library, under the data folder. */
  readonly library: string;
  readonly text: string;
  readonly selected: readonly string[];
}

/** Ranks each case's library for its text, and compares which skills would be injected. */
export function replaySelection(file: string, data: string): boolean {
  const libraries = new Map<string, readonly Skill[]>();
  const cases = readJsonArray<SelectionCase>(file);
  let identical = 0;
  for (const [i, { library, text, selected }] of cases.entries()) {
    const folder = path.join(data, library);
    const skills = libraries.get(folder) ?? readLibrary(folder);
    libraries.set(folder, skills);
    const actual = rankSkills(skills, text, undefined, 'ascii')
      .filter((ranked) => ranked.selected)
      .map((ranked) => ranked.skill.name);
    if (JSON.stringify(actual) === JSON.stringify(selected)) identical += 1;
    else
      console.log(
        `case ${i} (${library}): expected ${selected.join(', ')} actual ${actual.join(', ')}`,
      );
  }
  console.log(`selection: ${identical} of ${cases.length} identical`);
  return identical === cases.length;
}

function readLibrary(folder: string): readonly Skill[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => parseSkill(readFileSync(path.join(folder, name), 'utf8'), name))
    .filter((skill) => skill.name !== 'skeleton');
}
