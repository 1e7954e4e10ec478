import { describe, expect, it } from 'vitest';
import { lintSkill } from './lint';
import type { LintProfile } from './lint';

const good = `---
name: read-table
description: Reads tables cell by cell. Use when a figure is quoted from a table.
---

# Read a table

Name the row and the column.
`;
const found = (text: string, profile: LintProfile, file = 'read-table/SKILL.md') =>
  lintSkill({ text, file }, profile).map(
    ({ line, severity, code }) => `${line} ${severity} ${code}`,
  );
const withKeys = (...keys: string[]) => good.replace('---\n\n#', `${keys.join('\n')}\n---\n\n#`);
const named = (name: string) => good.replace('name: read-table', `name: ${name}`);

describe('linting a skill', () => {
  it.each(['grasp', 'agentskills', 'vscode'] as const)(
    'finds nothing in a good one (%s)',
    (profile) => {
      expect(found(good, profile)).toEqual([]);
    },
  );

  it('says where a file that cannot be read is broken', () => {
    expect(found('---\nname: a\nx: [\n---\n', 'grasp')).toEqual(['3 error broken-yaml']);
    expect(found('---\nname: a\n', 'vscode')).toEqual(['1 error unclosed-frontmatter']);
  });

  it('wants frontmatter', () => {
    expect(found('Body. Use it when asked.', 'agentskills')).toEqual(['1 error no-frontmatter']);
    expect(found('Body', 'grasp', 'a.md')).toEqual(['1 error no-frontmatter']);
  });

  it('holds names to the rules of the portable format', () => {
    expect(found(named('Read-Table'), 'agentskills', 'Read-Table/SKILL.md')).toEqual([
      '2 error name-characters',
    ]);
    expect(found(named('read_table'), 'agentskills', 'read_table/SKILL.md')).toEqual([
      '2 error name-characters',
    ]);
    expect(found(named('-a--b'), 'agentskills', '-a--b/SKILL.md')).toEqual([
      '2 error name-hyphens',
    ]);
    const long = 'x'.repeat(65);
    expect(found(named(long), 'agentskills', `${long}/SKILL.md`)).toEqual([
      '2 error name-too-long',
    ]);
    expect(found(good, 'vscode', 'tables/SKILL.md')).toEqual(['2 error name-mismatch']);
    expect(found(good, 'grasp', 'tables.md')).toEqual(['2 warning name-mismatch']);
    expect(found(good, 'agentskills', 'read-table.md')).toEqual(['1 error not-a-skill-folder']);
    expect(found(named('größe'), 'agentskills', 'größe/SKILL.md')).toEqual([]);
    expect(found(named('größe'), 'vscode', 'größe/SKILL.md')).toEqual(['2 error name-characters']);
    expect(found(good.replace('name: read-table\n', ''), 'agentskills')).toEqual([
      '1 error missing-name',
    ]);
    expect(found(named('../x'), 'grasp', 'x.md')).toEqual([
      '2 warning name-mismatch',
      '2 error unsafe-name',
    ]);
  });

  it('wants a description that is short and says when', () => {
    const described = (text: string) => good.replace(/description: .*/, `description: ${text}`);
    expect(found(described(''), 'agentskills')).toEqual(['3 error missing-description']);
    expect(found(described('when '.repeat(250)), 'vscode')).toEqual([
      '3 error description-too-long',
    ]);
    expect(found(described('Reads tables.'), 'grasp')).toEqual(['3 warning no-when-to-use']);
    expect(found(`${described('Reads tables.')}\n## When to use\nAlways.\n`, 'grasp')).toEqual([]);
    expect(found(described('Use for <b> tags'), 'agentskills')).toEqual([
      '3 warning description-brackets',
    ]);
  });

  it('knows the keys of each profile', () => {
    const text = withKeys('argument-hint: x', 'version: 1', 'mine: 2');
    expect(found(text, 'agentskills')).toEqual([
      '4 error unknown-field',
      '5 error unknown-field',
      '6 error unknown-field',
    ]);
    expect(found(text, 'vscode')).toEqual(['5 warning unknown-field', '6 warning unknown-field']);
    expect(found(text, 'grasp')).toEqual(['6 warning unknown-field']);
    const hints = lintSkill({ text, file: 'read-table/SKILL.md' }, 'agentskills');
    expect(hints[1]?.message).toContain('under "metadata"');
  });

  it('wants the values of known keys to be of their kind', () => {
    const text = withKeys('compatibility: ""', 'metadata:', '  version: 1', 'allowed-tools: 3');
    expect(found(text, 'agentskills')).toEqual([
      '4 error bad-compatibility',
      '5 warning metadata-not-texts',
      '7 warning bad-allowed-tools',
    ]);
    expect(found(withKeys(`compatibility: ${'x'.repeat(501)}`), 'vscode')).toEqual([
      '4 error bad-compatibility',
    ]);
  });

  it.each([
    ['tags: 5', '4 error bad-tags'],
    ['tags: [{ tables: figures }]', '4 error bad-tags'],
    ['version: [1]', '4 error bad-version'],
    ['version: newest', '4 error bad-version'],
    ['provenance: me', '4 error bad-provenance'],
  ])('says that %s is of the wrong kind, instead of passing over it', (line, problem) => {
    expect(found(withKeys(line), 'grasp')).toEqual([problem]);
  });

  it('takes a list for a description for a mistake, and any spelling of a tag or version for one', () => {
    const listed = good.replace(/description: .*/, 'description: [use, 2]');
    expect(found(listed, 'grasp')).toEqual(['3 error bad-description']);
    const spelt = withKeys('tags: [7, tables, null]', 'version: "2.1"', 'provenance: {epoch: 1}');
    expect(found(spelt, 'grasp').filter((it) => it.includes('bad-'))).toEqual([]);
    expect(found(withKeys('tags: tables, figures'), 'grasp')).toEqual([]);
  });

  it('names what portable readers cannot read', () => {
    expect(found(withKeys('metadata: {a: "1"}'), 'agentskills')).toEqual(['4 error flow-style']);
    expect(found(withKeys('license: &l MIT', 'metadata:', '  license: *l'), 'agentskills')).toEqual(
      ['4 error yaml-alias', '6 error yaml-alias'],
    );
    expect(found(withKeys('license: see --- below'), 'agentskills')).toEqual([
      '4 error fence-in-frontmatter',
    ]);
  });

  it('counts lines in files with Windows line ends alike', () => {
    const text = withKeys('metadata: {a: "1"}', 'mine: 2').replaceAll('\n', '\r\n');
    expect(found(text, 'agentskills')).toEqual(['4 error flow-style', '5 error unknown-field']);
  });

  it('warns of bodies that are empty or too long, and of tags that match nothing', () => {
    const body = (text: string) => good.replace(/# Read[^]*/, text);
    expect(found(body(''), 'vscode')).toEqual(['5 warning empty-body']);
    expect(found(body('line\n'.repeat(501)), 'vscode')).toEqual(['505 warning long-body']);
    expect(found(withKeys('tags:', '- to use', '- tables'), 'grasp')).toEqual([
      '4 warning idle-tag',
    ]);
  });
});

describe('linting what hosts and languages have of their own', () => {
  it('is silent about when to use a skill where it cannot read the text', () => {
    for (const text of [
      '在用户要求整理表格时使用。',
      'Читает таблицы построчно.',
      'Liest Tabellen Zelle für Zelle und nennt die Quelle.',
      'Lit les tableaux et cite la source.',
    ]) {
      expect(found(good.replace(/Reads tables.*/, text), 'grasp')).toEqual([]);
    }
    expect(found(good.replace(/Reads tables.*/, 'Reads tables.'), 'grasp')).toEqual([
      '3 warning no-when-to-use',
    ]);
  });

  it('knows the keys of Claude Code where a skill is written for it', () => {
    const own = withKeys('model: haiku', 'hooks: {}', 'paths: "**/*.ts"', 'context: fork');
    expect(found(own, 'claude-code')).toEqual([]);
    expect(found(own, 'agentskills').some((it) => it.endsWith('unknown-field'))).toBe(true);
    const list = withKeys('allowed-tools:', '  - Read', '  - Grep');
    expect(found(list, 'claude-code')).toEqual([]);
    expect(found(list, 'grasp')).toEqual([]);
    expect(found(list, 'agentskills')).toEqual(['4 warning bad-allowed-tools']);
  });

  it('says that a description ends where a comment begins', () => {
    const cut = good.replace(/Reads tables.*/, 'Use when issue #12 or PR #3 is named.');
    expect(found(cut, 'grasp')).toEqual(['3 warning description-cut']);
  });
});
