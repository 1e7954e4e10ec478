import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/skillFormat';
import type { SkillFolder } from '../../../store/skillFolder';
import { overlay, unreadable } from './overlay';
import { skillText } from './testLibrary';
import { withReason } from './withReason';

const saved = parseSkill(skillText('units', 'saved'), 'units.md');
const folder: SkillFolder = {
  skills: [saved],
  history: [],
  layout: 'flat',
  problems: [],
  unread: [],
};

describe('a library under open editors', () => {
  it('holds what is typed, and files that are not saved yet', () => {
    const { library, broken } = overlay(
      folder,
      new Map([
        ['units.md', skillText('units', 'typed')],
        ['new.md', skillText('new', 'typed too')],
      ]),
    );
    expect(library.find('units')?.content).toBe('typed');
    expect(library.find('new')?.content).toBe('typed too');
    expect(broken('units')).toBeUndefined();
    expect(overlay(folder, new Map([['units.md', saved.text]])).library.find('units')).toBe(saved);
  });

  it('says which skill is none while it is being typed', () => {
    const { find, broken } = overlay(folder, new Map([['units.md', '---\nname: [']]));
    expect(find('units')).toBeUndefined();
    expect(broken('units')).toMatch(/frontmatter/);
    expect(broken('other')).toBeUndefined();
  });

  it('says so of what cannot be read on the disk, unless an editor mends it', () => {
    const problem = {
      file: 'bad/SKILL.md',
      severity: 'error',
      code: 'broken-yaml',
      message: 'no YAML',
    } as const;
    const bad = { ...folder, layout: 'folder' as const, problems: [problem] };
    expect(overlay(bad, new Map()).broken('bad')).toBe('no YAML');
    const mended = overlay(bad, new Map([['bad/SKILL.md', skillText('bad', 'x')]]));
    expect(mended.broken('bad')).toBeUndefined();
    expect(mended.find('bad')?.content).toBe('x');
  });

  it('may not be readable at all', () => {
    expect(unreadable('flat', 'wrong layout').broken('anything')).toBe('wrong layout');
  });
});

describe('a reason that is given later', () => {
  const at = '2024-01-01T00:00:00.000Z';
  const override = `provenance:\n  override: { by: author, verdict: rejected, reason: "", at: ${at} }\n`;
  const withOverride = (more: string) =>
    parseSkill(skillText('units', 'x').replace('---\n\n', `${more}---\n\n`), 'units.md');

  it('goes into the override that the decision wrote', () => {
    const { library } = overlay({ ...folder, skills: [withOverride(override)] }, new Map());
    const plan = withReason(library, ['units'], { at }, { reason: 'known', at: 'later' });
    expect(plan.after.find('units')).toMatchObject({
      version: 1,
      provenance: { override: { reason: 'known', at: 'later', verdict: 'rejected' } },
    });
    expect(plan.archives).toEqual({});
  });

  it('touches nothing else, whatever a file says', () => {
    for (const more of ['', override.replace('2024', '2023'), 'provenance: { override: 7 }\n']) {
      const { library } = overlay({ ...folder, skills: [withOverride(more)] }, new Map());
      const plan = withReason(library, ['units', 'gone'], { at }, { reason: 'x', at });
      expect(plan.skills).toEqual([]);
    }
  });
});
