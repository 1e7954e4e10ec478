import { describe, expect, it } from 'vitest';
import { printSkill } from '../../engine/skill/printSkill';
import type { Skill } from '../../engine/skill/types';
import type { Provenance } from '../../engine/types';
import { liftOf, restoredFrom } from './lift';

function skill(version: number, provenance: Provenance | undefined): Skill {
  const file = 'sum_rows.md';
  const content = `Rule ${version}.`;
  return printSkill({
    name: 'sum_rows',
    description: 'x',
    tags: [],
    version,
    provenance,
    content,
    file,
  });
}

const added = skill(1, { action: 'ADD', fixes: 3, regressions: 1 });
const modified = skill(2, { action: 'MODIFY', parent_version: 1, fixes: 2, regressions: 0 });

describe('lift', () => {
  it('is the gain of the last edit, and the sum of those before it', () => {
    const it = skill(3, { action: 'MODIFY', parent_version: 2, fixes: 4, regressions: 1 });
    expect(liftOf(it, [added, modified])).toEqual({
      last: { fixes: 4, regressions: 1 },
      total: { fixes: 9, regressions: 2, edits: 3 },
    });
  });

  it('leaves out what a restore has left behind', () => {
    const bad = skill(3, { action: 'MODIFY', parent_version: 2, fixes: 1, regressions: 1 });
    const restored = skill(4, { action: 'MODIFY', parent_version: 1, restored: { by: 'author' } });
    expect(liftOf(restored, [added, modified, bad])).toEqual({
      total: { fixes: 3, regressions: 1, edits: 1 },
    });
    expect(restoredFrom(restored)).toBe(1);
    expect(restoredFrom(modified)).toBeUndefined();
  });

  it('is nothing where nothing was measured', () => {
    expect(liftOf(skill(1, undefined), [])).toEqual({});
    expect(liftOf(skill(1, { fixes: 3 }), [])).toEqual({});
  });

  it('takes no word for a number, and no circle for a way', () => {
    const odd = { fixes: '3', regressions: -1, parent_version: 1 } as unknown as Provenance;
    expect(liftOf(skill(1, odd), [])).toEqual({});
    const circle = skill(1, { parent_version: 2, fixes: 1, regressions: 0 });
    const back = skill(2, { parent_version: 1, fixes: 1, regressions: 0 });
    expect(liftOf(back, [circle, back]).total?.edits).toBeLessThanOrEqual(3);
  });
});
