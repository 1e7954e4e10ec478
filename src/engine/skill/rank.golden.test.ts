import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rankSkills } from './rank';
import { parseSkill } from './skillFormat';
import type { Skill } from './types';

const shared = path.resolve(process.env['GRASP_SHARED'] ?? path.join(process.cwd(), '../shared'));
const golden = path.join(shared, 'golden/selection.json.gz');

const Case = z.object({ library: z.string(), text: z.string(), selected: z.array(z.string()) });
const cases = existsSync(golden)
  ? z.array(Case).parse(JSON.parse(gunzipSync(readFileSync(golden)).toString('utf8')))
  : [];

const libraries = new Map<string, readonly Skill[]>();
function library(folder: string): readonly Skill[] {
  const known = libraries.get(folder);
  if (known !== undefined) return known;
  const dir = path.join(shared, 'data', folder);
  const files = readdirSync(dir).filter((file) => file.endsWith('.md'));
  const skills = files
    .sort()
    .map((file) => parseSkill(readFileSync(path.join(dir, file), 'utf8'), file))
    .filter((skill) => skill.name !== 'skeleton');
  libraries.set(folder, skills);
  return skills;
}

/** The libraries are not part of this repository. Where tests must be complete, their absence is a failure. */
const isAbsent = cases.length === 0 && process.env['CI'] === undefined;

describe.skipIf(isAbsent)('the ranking of the released libraries (GRASP_SHARED)', () => {
  it('has its cases to be checked against', () => {
    expect(cases.length, `no ${golden}; set GRASP_SHARED to the folder that holds golden/`).toBe(
      558,
    );
  });

  it('selects what the published agent was given', () => {
    const wrong = cases.filter((it) => {
      const selected = rankSkills(library(it.library), it.text, undefined, 'ascii').filter(
        (ranked) => ranked.selected,
      );
      return selected.map(({ skill }) => skill.name).join() !== it.selected.join();
    });
    expect(wrong.map((it) => ({ library: it.library, text: it.text }))).toEqual([]);
  });
});
