import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../../engine/skill/parseSkill';
import type { SkillFolder } from '../../../store/skillFolder';
import type { KnownLibrary } from '../../common/libraries';
import { plainWords } from '../../common/plainWords';
import { liftOf } from '../lift';
import { idOf, nodesOf, unreadable, versionNodes } from './libraryNodes';
import { skillDescription, skillTooltip, spokenSkill } from './skillWords';

const library: KnownLibrary = {
  dir: '/w/skills',
  label: 'skills',
  layout: 'flat',
  exists: true,
  configs: [],
};
const text = (name: string, more = '') =>
  `---\nname: ${name}\ndescription: Use it.\n${more}---\nDo.\n`;
const folder: SkillFolder = {
  skills: [
    parseSkill(
      text('a', 'version: 2\nprovenance: {fixes: 4, regressions: 0, parent_version: 1}\n'),
      'a.md',
    ),
    parseSkill(text('b'), 'b.md'),
  ],
  history: [
    parseSkill(text('a', 'version: 1\n'), '.history/a_v1.md'),
    parseSkill(text('gone', 'version: 1\n'), '.history/gone_v1.md'),
  ],
  layout: 'flat',
  problems: [
    { file: 'c.md', line: 2, severity: 'error', code: 'broken-yaml', message: 'Broken.' },
    { file: 'b.md', line: 1, severity: 'error', code: 'no-frontmatter', message: 'None.' },
  ],
  unread: ['c.md'],
};

describe('the view of a library', () => {
  it('shows skills, files that are none, and removed skills', () => {
    const nodes = nodesOf(library, folder);
    expect(nodes.map((node) => node.kind)).toEqual(['skill', 'skill', 'unread', 'removed']);
    expect(nodes[0]).toMatchObject({ hasHistory: true });
    expect(nodes[1]).toMatchObject({ hasHistory: false });
    expect(nodes[2]).toMatchObject({ file: 'c.md', problems: [{ code: 'broken-yaml' }] });
    expect(nodes[3]).toMatchObject({ name: 'gone' });
    expect(new Set(nodes.map(idOf)).size).toBe(4);
  });

  it('shows the versions of a skill', () => {
    const versions = versionNodes(library, 'a', folder);
    expect(versions.map(({ version }) => [version.kind, version.skill.version])).toEqual([
      ['current', 2],
      ['archived', 1],
    ]);
    expect(new Set(versions.map(idOf)).size).toBe(2);
  });

  it('says when there is nothing, or nothing to be read', () => {
    const none = { ...folder, skills: [], history: [], problems: [], unread: [] };
    expect(nodesOf(library, none)).toMatchObject([{ about: 'empty' }]);
    expect(nodesOf({ ...library, exists: false }, none)).toMatchObject([{ about: 'missing' }]);
    expect(unreadable(library, 'EACCES')).toMatchObject([
      { about: 'unreadable', detail: 'EACCES' },
    ]);
  });

  it('warns of a configuration that asks for the other layout', () => {
    const config = { name: 'grasp.yaml', layout: 'folder' } as KnownLibrary['configs'][number];
    expect(nodesOf({ ...library, configs: [config] }, folder)[0]).toMatchObject({
      about: 'layout',
      detail: 'grasp.yaml',
    });
  });
});

describe('the words for a skill', () => {
  const [skill] = folder.skills;
  const node = { skill: skill!, lift: liftOf(skill!, []) };
  const problem = {
    file: 'a.md',
    line: 3,
    severity: 'warning',
    code: 'x',
    message: 'Mend <b>it</b>.',
  } as const;

  it('say version, lift and problems', () => {
    expect(skillDescription(node, [], plainWords)).toBe('v2 · +4 −0 in its last update');
    expect(skillDescription(node, [problem], plainWords)).toBe(
      'v2 · +4 −0 in its last update · 1 warning',
    );
    expect(spokenSkill(node, [problem], plainWords)).toBe(
      'a, version 2, last update fixed 4 probes and regressed 0, 1 warning',
    );
    const one = { ...node, lift: { last: { fixes: 1, regressions: 0 } } };
    expect(spokenSkill(one, [], plainWords)).toBe(
      'a, version 2, last update fixed 1 probe and regressed 0',
    );
    const plain = { skill: folder.skills[1]!, lift: {} };
    expect(skillDescription(plain, [], plainWords)).toBe('');
    expect(skillTooltip(plain, [], plainWords)).toContain('its lift is not known');
  });

  it('are Markdown in which nothing of a file works', () => {
    const hostile = parseSkill(
      `---\nname: x\ndescription: "[go](command:workbench.action.quit) <img src=x> | a | b"\n` +
        `provenance:\n  action: "ADD | <b>"\n  override:\n    by: author\n    reason: "$(bug) [x](https://evil.example)\\n# head"\n---\nDo.\n`,
      'x.md',
    );
    const tooltip = skillTooltip({ skill: hostile, lift: {} }, [problem], plainWords);
    expect(tooltip).not.toMatch(/(?<!\\)\[(?:go|x)/);
    expect(tooltip).not.toContain('<');
    expect(tooltip).toContain('Overridden by');
    expect(tooltip).not.toContain('\n# head');
    const rows = tooltip.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(3);
  });
});
