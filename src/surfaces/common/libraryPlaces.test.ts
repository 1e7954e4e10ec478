import { describe, expect, it } from 'vitest';
import {
  gatherLibraries,
  isWithin,
  libraryAround,
  nameByPlace,
  skillFileIn,
} from './libraryPlaces';

describe('libraries', () => {
  it('are each there once, those of configurations first', () => {
    const found = gatherLibraries<string>([
      { dir: '/w/z', config: 'one.yaml' },
      { dir: '/w/.github/skills' },
      { dir: '/w/a' },
      { dir: '/w/a', config: 'two.yaml' },
      { dir: '/w/z', config: 'three.yaml' },
      { dir: '/w/a' },
    ]);
    expect(found).toEqual([
      { dir: '/w/z', configs: ['one.yaml', 'three.yaml'] },
      { dir: '/w/a', configs: ['two.yaml'] },
      { dir: '/w/.github/skills', configs: [] },
    ]);
  });

  it('lie around the folders of their skills', () => {
    expect(libraryAround('/w/skills/plan/SKILL.md')).toBe('/w/skills');
  });
});

describe('a file of a library', () => {
  it.each([
    ['flat', '/w/s/a.md', 'a.md'],
    ['flat', '/w/s/a/SKILL.md', undefined],
    ['flat', '/w/s/.history/a_v1.md', undefined],
    ['flat', '/w/s/.hidden.md', undefined],
    ['flat', '/w/s/a.txt', undefined],
    ['flat', '/w/s', undefined],
    ['flat', '/w/so/a.md', undefined],
    ['flat', '/w/a.md', undefined],
    ['folder', '/w/s/a/SKILL.md', 'a/SKILL.md'],
    ['folder', '/w/s/a/skill.md', 'a/skill.md'],
    ['folder', '/w/s/a/notes.md', undefined],
    ['folder', '/w/s/a/b/SKILL.md', undefined],
    ['folder', '/w/s/.history/SKILL.md', undefined],
    ['folder', '/w/s/a.md', undefined],
  ] as const)('%s: %s is %s', (layout, path, file) => {
    expect(skillFileIn('/w/s', layout, path)).toBe(file);
  });

  it('is named by its place', () => {
    expect(nameByPlace('a.md')).toBe('a');
    expect(nameByPlace('plan-route/SKILL.md')).toBe('plan-route');
    expect(nameByPlace('SKILL.md')).toBe('SKILL');
  });

  it('is inside only below the folder', () => {
    expect(isWithin('/w/s', '/w/s')).toBe(true);
    expect(isWithin('/w/s', '/w/s/..a')).toBe(true);
    expect(isWithin('/w/s', '/w/s/../t')).toBe(false);
  });
});
