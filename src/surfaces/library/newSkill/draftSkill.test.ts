import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintSkill } from '../../../engine/skill/lint';
import { parseSkill } from '../../../engine/skill/parseSkill';
import { plainWords } from '../../common/plainWords';
import { bodyFrom, draftSkill, objectionToDescription, objectionToName } from './draftSkill';
import type { NewSkillPlace } from './draftSkill';

const flat: NewSkillPlace = { layout: 'flat', profile: 'grasp', taken: ['sum_rows'] };
const packaged: NewSkillPlace = { layout: 'folder', profile: 'vscode', taken: ['sum-rows'] };

describe('a new skill', () => {
  it.each([
    ['check_dates', flat, undefined],
    ['Check dates', flat, 'check_dates'],
    ['../x', flat, 'letters'],
    ['', flat, 'check_dates'],
    ['sum-rows', flat, '"sum_rows" already'],
    ['Skeleton', flat, 'template'],
    ['x'.repeat(65), flat, 'letters'],
    ['check-dates', packaged, undefined],
    ['Check_Dates', packaged, 'check-dates'],
    ['check--dates', packaged, 'check-dates'],
    ['-x', packaged, 'hyphens'],
    ['con', packaged, 'letters'],
    ['sum-rows', packaged, 'already'],
  ])('may be called %j or not', (name, place, objection) => {
    const said = objectionToName(name, place, plainWords);
    if (objection === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(objection);
  });

  it('needs a description that says when', () => {
    expect(objectionToDescription(' ', flat, plainWords)).toContain('description');
    expect(objectionToDescription('Adds rows.', flat, plainWords)).toContain('Use when');
    expect(objectionToDescription('Use when a < b.', packaged, plainWords)).toContain('"<"');
    expect(objectionToDescription(`Use ${'x'.repeat(1100)}`, packaged, plainWords)).toMatch(/1024/);
    expect(
      objectionToDescription('Adds rows. Use for totals.', packaged, plainWords),
    ).toBeUndefined();
  });

  it('begins as the template with nothing to mend', () => {
    const skeleton = parseSkill(readFileSync('skills/base/skeleton.md', 'utf8'), 'skeleton.md');
    for (const [place, name] of [
      [flat, 'check_dates'],
      [packaged, 'check-dates'],
    ] as const) {
      const content = bodyFrom(skeleton.content, name);
      const skill = draftSkill(
        { name, description: 'Compares: "dates". Use when asked.', content },
        place,
      );
      expect(lintSkill(skill, place.profile)).toEqual([]);
      expect(skill.content).toMatch(/^# Check dates\n/);
      expect(skill.content).toContain('## When to use this skill');
      expect(skill.name).toBe(name);
    }
  });
});
