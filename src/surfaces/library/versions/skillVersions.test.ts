import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/parseSkill';
import type { Skill } from '../../../engine/skill/types';
import type { SkillFolder } from '../../../store/skillFolder';
import { runVersions } from './runVersions';
import type { EditTexts } from './runVersions';
import { ownVersions, removedSkills } from './skillVersions';

const text = (version: number, rule: string) =>
  `---\nname: sum_rows\ndescription: Use it.\nversion: ${version}\n---\n${rule}\n`;
const at = (file: string, version: number, rule: string): Skill =>
  parseSkill(text(version, rule), file);

function folder(skills: readonly Skill[], history: readonly Skill[]): SkillFolder {
  return { skills, history, layout: 'flat', problems: [], unread: [] };
}

const edit = (run: string, before: string | null, after: string | null): EditTexts => ({
  run,
  before,
  after,
  edit: {
    id: 'e0-u0-1',
    action: 'MODIFY',
    verdict: 'rejected',
    fixes: 1,
    regressions: 2,
    epoch: 0,
    update: 0,
  },
});

describe('versions', () => {
  const current = at('sum_rows.md', 10, 'Ten.');
  const past = [
    at('.history/sum_rows_v2.md', 2, 'Two.'),
    at('.history/sum_rows_v9.md', 9, 'Nine.'),
    at('.history/sum_rows_v1.md', 1, 'One again.'),
    at('.history/sum_rows_v1.1.md', 1, 'One.'),
    at('.history/other_v3.md', 3, 'Other.'),
  ];

  it('are the current one, then the archived ones, newest first', () => {
    const own = ownVersions(folder([current], past), 'sum_rows');
    expect(own.map(({ kind, skill, life }) => [kind, skill.version, life])).toEqual([
      ['current', 10, 0],
      ['archived', 9, 0],
      ['archived', 2, 0],
      ['archived', 1, 0],
      ['archived', 1, 1],
    ]);
  });

  it('leave out an archive of the very text that is current', () => {
    const twin = at('.history/sum_rows_v10.md', 10, 'Ten.');
    const own = ownVersions(folder([current], [twin]), 'sum_rows');
    expect(own.map(({ kind }) => kind)).toEqual(['current']);
  });

  it('are there for a removed skill', () => {
    const it = folder([current], past);
    expect(removedSkills(it)).toEqual(['other']);
    expect(ownVersions(it, 'other').map(({ skill }) => skill.version)).toEqual([3]);
  });

  it('of runs are those the library does not hold, each once', () => {
    const own = ownVersions(folder([current], past), 'sum_rows');
    const found = runVersions(own, [
      edit('b', text(10, 'Ten.'), text(11, 'Eleven.')),
      edit('a', text(4, 'Four.'), text(5, 'Eleven.')),
      edit('a', null, text(1, 'Two.')),
      edit('a', text(1, 'Nine.'), null),
    ]);
    expect(
      found.map(({ kind, run, text: it }) => [kind, run, it.trim().split('\n').at(-1)]),
    ).toEqual([
      ['proposed', 'b', 'Eleven.'],
      ['found', 'a', 'Four.'],
    ]);
  });

  it('of runs may be texts that are no skills', () => {
    const found = runVersions([], [edit('a', '---\n: broken', '---\nname: [')]);
    expect(found.map(({ text: it }) => it)).toEqual(['---\nname: [', '---\n: broken']);
  });
});
