import { describe, expect, it } from 'vitest';
import { lintSkill } from '../../../engine/skill/lint';
import type { LintProfile } from '../../../engine/skill/lint';
import { parseSkill } from '../../../engine/skill/parseSkill';
import { fixesFor } from './fixesFor';
import { plainWords } from '../../common/plainWords';
import type { SkillFix } from './skillFix';

const body = '\n# Title\n\n## When to use this skill\n\n- Always.\n\n## Rule\n\n- Do it.\n';

function fixes(
  text: string,
  file: string,
  profile: LintProfile,
  code: string,
): readonly SkillFix[] {
  const problem = lintSkill({ text, file }, profile).find((it) => it.code === code);
  expect(problem, `${code} is found`).toBeDefined();
  return fixesFor({ text, file, profile, problem: problem! }, plainWords);
}

function apply(text: string, file: string, fix: SkillFix): { text: string; file: string } {
  const { rename } = fix;
  const place =
    rename === undefined
      ? file
      : file === rename.from
        ? rename.to
        : rename.to + file.slice(rename.from.length);
  return { text: fix.text ?? text, file: place };
}

interface Case {
  readonly code: string;
  readonly profile: LintProfile;
  readonly file: string;
  readonly text: string;
}

const good = `name: plan-route\ndescription: Plans a route. Use when asked.\n`;
const flat = (yaml: string, file = 'plan_route.md') => ({ file, text: `---\n${yaml}---\n${body}` });
const folder = (yaml: string, name = 'plan-route') => flat(yaml, `${name}/SKILL.md`);

const cases: readonly Case[] = [
  { code: 'no-frontmatter', profile: 'grasp', file: 'plan_route.md', text: body },
  { code: 'no-frontmatter', profile: 'agentskills', file: 'plan-route/SKILL.md', text: body },
  {
    code: 'unclosed-frontmatter',
    profile: 'grasp',
    file: 'plan_route.md',
    text: `---\nname: plan_route\ndescription: Use it.\n${body}`,
  },
  {
    code: 'broken-yaml',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Totals: when to add them up: always\n'),
  },
  {
    code: 'broken-yaml',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\nmetadata:\n\tkey: value\n'),
  },
  {
    code: 'broken-yaml',
    profile: 'grasp',
    ...flat('name: plan_route\nname: other\ndescription: Use it.\n'),
  },
  { code: 'broken-yaml', profile: 'grasp', ...flat('name: plan_route\ndescription: "Use it.\n') },
  {
    code: 'broken-yaml',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: @alice: use it: now\nlicense:MIT\nname: again\n'),
  },
  { code: 'not-a-mapping', profile: 'grasp', ...flat('Use this one for routes.\n') },
  { code: 'missing-name', profile: 'agentskills', ...folder('description: Use it.\n') },
  { code: 'missing-name', profile: 'vscode', ...folder('description: Use it.\n', 'Plan Route') },
  {
    code: 'name-mismatch',
    profile: 'agentskills',
    ...folder('name: other\ndescription: Use it.\n'),
  },
  { code: 'name-mismatch', profile: 'grasp', ...flat('name: other\ndescription: Use it.\n') },
  {
    code: 'name-characters',
    profile: 'agentskills',
    ...folder('name: Plan_Route\ndescription: Use it.\n'),
  },
  {
    code: 'name-characters',
    profile: 'vscode',
    ...folder('name: Plan_Route\ndescription: Use it.\n', 'Plan_Route'),
  },
  {
    code: 'name-hyphens',
    profile: 'agentskills',
    ...folder('name: plan--route\ndescription: Use it.\n', 'plan--route'),
  },
  {
    code: 'name-too-long',
    profile: 'agentskills',
    ...folder(`name: ${'plan-'.repeat(20)}route\ndescription: Use it.\n`),
  },
  {
    code: 'unsafe-name',
    profile: 'grasp',
    ...flat('name: ../../etc/passwd\ndescription: Use it.\n'),
  },
  { code: 'bad-name', profile: 'grasp', ...flat('name: [a, b]\ndescription: Use it.\n') },
  { code: 'missing-description', profile: 'agentskills', ...folder('name: plan-route\n') },
  {
    code: 'missing-description',
    profile: 'grasp',
    file: 'x.md',
    text: '---\nname: x\n---\nAdd rows up.\n',
  },
  {
    code: 'description-too-long',
    profile: 'agentskills',
    ...folder(`name: plan-route\ndescription: Use ${'it and '.repeat(300)}\n`),
  },
  {
    code: 'description-brackets',
    profile: 'vscode',
    ...folder('name: plan-route\ndescription: Use when a < b and <id> is there.\n'),
  },
  { code: 'bad-description', profile: 'grasp', ...flat('name: plan_route\ndescription: {a: b}\n') },
  {
    code: 'no-when-to-use',
    profile: 'grasp',
    file: 'x.md',
    text: '---\nname: x\ndescription: Adds rows up.\n---\n# Title\n\n## Summary\n\nAdd.\n\n## Rule\n\n- Add.\n',
  },
  {
    code: 'no-when-to-use',
    profile: 'grasp',
    file: 'x.md',
    text: '---\r\nname: x\r\ndescription: Adds rows up.\r\n---\r\nAdd them.',
  },
  { code: 'unknown-field', profile: 'agentskills', ...folder(`${good}tags: [a, route]\n`) },
  { code: 'unknown-field', profile: 'agentskills', ...folder(`${good}version: 3\n`) },
  { code: 'unknown-field', profile: 'vscode', ...folder(`${good}provenance:\n  epoch: 1\n`) },
  { code: 'unknown-field', profile: 'grasp', ...flat('name: plan_route\ndescripton: Use it.\n') },
  {
    code: 'unknown-field',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\nowner: {a: 1}\n'),
  },
  {
    code: 'bad-tags',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\ntags: {route: [map]}\n'),
  },
  {
    code: 'bad-version',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\nversion: v2\n'),
  },
  {
    code: 'bad-provenance',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\nprovenance: mine\n'),
  },
  {
    code: 'bad-compatibility',
    profile: 'vscode',
    ...folder(`${good}compatibility: ${'x'.repeat(600)}\n`),
  },
  { code: 'bad-compatibility', profile: 'vscode', ...folder(`${good}compatibility:\n`) },
  {
    code: 'bad-allowed-tools',
    profile: 'agentskills',
    ...folder(`${good}allowed-tools:\n  - Read\n  - Write\n`),
  },
  {
    code: 'metadata-not-texts',
    profile: 'agentskills',
    ...folder(`${good}metadata:\n  version: 3\n`),
  },
  { code: 'flow-style', profile: 'agentskills', ...folder(`${good}metadata: {author: me}\n`) },
  {
    code: 'yaml-alias',
    profile: 'agentskills',
    ...folder('name: &n plan-route\ndescription: Use it.\nmetadata:\n  also: *n\n'),
  },
  {
    code: 'fence-in-frontmatter',
    profile: 'agentskills',
    ...folder('name: plan-route\ndescription: Use it --- or not.\n'),
  },
  {
    code: 'idle-tag',
    profile: 'grasp',
    ...flat('name: plan_route\ndescription: Use it.\ntags: [of, route]\n'),
  },
  {
    code: 'empty-body',
    profile: 'grasp',
    file: 'x.md',
    text: '---\nname: x\ndescription: Use it.\n---\n',
  },
  { code: 'not-a-skill-folder', profile: 'vscode', ...flat(good, 'plan-route.md') },
];

describe('fixes', () => {
  it.each(cases.map((it, at) => [`${it.code}, ${it.profile} (${at})`, it] as const))(
    'mend %s',
    (_, { code, profile, file, text }) => {
      const [best] = fixes(text, file, profile, code);
      expect(best, 'there is a fix').toBeDefined();
      const after = apply(text, file, best!);
      const left = lintSkill(after, profile);
      const before = new Set(lintSkill({ text, file }, profile).map((it) => it.code));
      expect(left.filter((it) => it.code === code)).toEqual([]);
      expect(left.filter((it) => !before.has(it.code))).toEqual([]);
      expect(() => parseSkill(after.text, after.file)).not.toThrow();
      // Line ends stay as they were.
      expect(/(?<!\r)\n/.test(after.text)).toBe(/(?<!\r)\n/.test(text));
    },
  );

  it('leave the rest of the file as it is', () => {
    const yaml =
      '# Ours.\nname: plan_route   # fixed\ntags:\n  - route # main\n  - of\nversion: 2\n';
    const { text, file } = flat(`${yaml}description: Use it.\n`);
    const [fix] = fixes(text, file, 'grasp', 'idle-tag');
    expect(fix?.text).toBe(text.replace('  - of\n', ''));
  });

  it('keep what a moved key said', () => {
    const { text, file } = folder(`${good}tags: [route, time table]\n`);
    const [fix] = fixes(text, file, 'agentskills', 'unknown-field');
    expect(fix?.title).toBe('Move "tags" under "metadata"');
    expect(parseSkill(fix!.text!, file).tags).toEqual(['route', 'time table']);
  });

  it('offer to write a name or to move the file', () => {
    const { text, file } = folder('name: other\ndescription: Use it.\n');
    const found = fixes(text, file, 'agentskills', 'name-mismatch');
    expect(found.map(({ title }) => title)).toEqual([
      'Name the skill "plan-route"',
      'Rename the folder to "other"',
    ]);
    expect(found[1]).toEqual({
      title: 'Rename the folder to "other"',
      rename: { from: 'plan-route', to: 'other' },
    });
  });

  it('never name a file out of its folder', () => {
    const { text, file } = flat('name: ../../etc/passwd\ndescription: Use it.\n');
    for (const { rename } of fixes(text, file, 'grasp', 'unsafe-name')) {
      expect(rename?.to ?? 'x').not.toMatch(/[\\/]/);
    }
  });

  it('are none for a problem that is gone', () => {
    const { text, file } = flat('name: plan_route\ndescription: Use it.\n');
    const problem = { file, severity: 'warning', code: 'idle-tag', message: 'x' } as const;
    expect(fixesFor({ text, file, profile: 'grasp', problem }, plainWords)).toEqual([]);
    const strange = { ...problem, code: 'constructor' };
    expect(fixesFor({ text, file, profile: 'grasp', problem: strange }, plainWords)).toEqual([]);
  });

  it('derive a description that says when', () => {
    const text = '---\nname: add_rows\n---\n# Rows\n\nAdd rows up yourself. Then check.\n';
    const [fix] = fixes(text, 'add_rows.md', 'grasp', 'missing-description');
    expect(parseSkill(fix!.text!, 'add_rows.md').description).toBe(
      'Use for add rows: Add rows up yourself.',
    );
  });
});
