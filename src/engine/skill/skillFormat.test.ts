import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSkill, printSkill, rewriteSkill, SkillFormatError } from './skillFormat';
import type { Skill } from './types';

const fixtures = path.join(process.cwd(), 'test/fixtures/skills');
const fixture = (file: string) => {
  const [layout = '', ...rest] = file.split('/');
  return parseSkill(readFileSync(path.join(fixtures, layout, ...rest), 'utf8'), rest.join('/'));
};
const fields = ({ name, description, tags, version, provenance, content }: Skill) => ({
  name,
  description,
  tags,
  version,
  provenance,
  content,
});

function refusal(text: string, file = 'a.md'): SkillFormatError {
  try {
    parseSkill(text, file);
  } catch (error) {
    if (error instanceof SkillFormatError) return error;
    throw error;
  }
  throw new Error('the text was read');
}

describe('reading a skill file', () => {
  it('finds name, description, tags, version, provenance and body', () => {
    expect(fields(fixture('flat/convert_units.md'))).toEqual({
      name: 'convert_units',
      description:
        'Convert quantities to the unit that the question asks for before comparing them.',
      tags: ['units', 'unit_conversion'],
      version: 3,
      provenance: {
        epoch: 1,
        update_cycle: 2,
        action: 'MODIFY',
        probe_score: 4,
        fixes: 5,
        regressions: 1,
        triggering_sample_ids: ['q17', 'q4'],
        parent_version: 2,
      },
      content: expect.stringMatching(/^# Convert units\n[^]*\n2\. Convert, then compare\.$/),
    });
  });

  it('unfolds a folded description and lets rules in the body be', () => {
    const skill = fixture('flat/check_dates.md');
    expect(skill.description).toBe(
      'Compare dates as dates, not as text, and say which time zone was meant.',
    );
    expect(skill.tags).toEqual(['dates', 'time zone']);
    expect(skill.content).toContain('\n---\n\nA rule above');
  });

  it('reads escapes, a byte order mark and Windows line ends', () => {
    expect(fixture('flat/unicode_size.md').description).toBe('Größen – und 📏  in Zentimetern');
    expect(fixture('flat/with_mark.md').name).toBe('with_mark');
    const windows = fixture('flat/windows_author.md');
    expect(windows.tags).toEqual(['windows']);
    expect(windows.content).toBe('# Line ends\r\n\r\nKeep them as they are.');
  });

  it('takes the name from the file when there is no frontmatter', () => {
    expect(fields(fixture('flat/no_frontmatter.md'))).toEqual({
      name: 'no_frontmatter',
      description: '',
      tags: [],
      version: 0,
      provenance: undefined,
      content: '# Answer briefly\n\nOne sentence is enough.',
    });
    expect(parseSkill('Body', 'some-skill/SKILL.md').name).toBe('some-skill');
    expect(parseSkill('Body', '.history/some_v2_v11.md').name).toBe('some_v2');
    expect(parseSkill('', 'empty.md').content).toBe('');
    expect(parseSkill('---\n---\n', 'bare.md').name).toBe('bare');
  });

  it('reads numbers as the text they are written as, and nothing as nothing', () => {
    const skill = fixture('flat/numbers_and_nulls.md');
    expect(fields(skill)).toMatchObject({ name: '007', description: '', tags: [], version: 4 });
    expect(fixture('flat/multi_line.md').tags).toEqual(['2024', 'true']);
  });

  it('reads version, tags and provenance from the metadata of an Agent Skills file', () => {
    expect(fields(fixture('folder/plan-route/SKILL.md'))).toMatchObject({
      name: 'plan-route',
      version: 2,
      tags: ['route', 'timetable'],
      provenance: { epoch: 0, action: 'ADD', fixes: 3 },
    });
  });

  it.each([
    ['broken YAML', '---\nname: a\ndescription: "open\n---\nBody\n', 'broken-yaml', 3],
    ['a key given twice', '---\nname: a\ntags: []\nname: b\n---\n', 'broken-yaml', 4],
    ['a list for frontmatter', '---\n- a\n- b\n---\n', 'not-a-mapping', 2],
    ['frontmatter without an end', '---\nname: a\n\nBody\n', 'unclosed-frontmatter', 1],
    ['a NUL in the name', '---\nversion: 1\nname: "a\\0b"\n---\n', 'unsafe-name', 3],
    ['a line break in the name', '---\nname: "a\\nb"\n---\n', 'unsafe-name', 2],
  ])('refuses %s with its line', (_, text, code, line) => {
    const error = refusal(text, 'notes/a.md');
    expect(error.code).toBe(code);
    expect(error.place).toEqual({ file: 'notes/a.md', line });
    expect(error.fix).toBeTruthy();
  });

  it('refuses a text of 5 MB and frontmatter of 100 KB', () => {
    expect(refusal('x'.repeat(5_000_000)).code).toBe('too-large');
    expect(refusal(`---\nname: ${'x'.repeat(100_000)}\n---\n`).code).toBe('too-large');
  });

  it('refuses aliases that multiply, at once', () => {
    const levels = Array.from({ length: 12 }, (_, n) => {
      const aliases = Array.from({ length: 9 }, () => `*l${n}`).join(', ');
      return `l${n + 1}: &l${n + 1} [${aliases}]`;
    });
    const text = `---\nl0: &l0 [x]\n${levels.join('\n')}\n---\nBody\n`;
    expect(refusal(text).code).toBe('bad-alias');
  });

  it.each([
    ['a blank behind the opening fence', '--- \n', '---\n'],
    ['a tab behind it', '---\t\n', '---\n'],
    ['a blank behind the closing fence', '---\n', '---  \n'],
    ['a closing fence at the end of the file', '---\n', '--- '],
    ['an empty line before it', '\n\n---\n', '---\n'],
    ['a comment before it', '<!-- Made by hand. -->\n# Note\n---\n', '---\n'],
    ['a byte order mark and Windows line ends', '\uFEFF---\r\n', '---\r\n'],
  ])('reads frontmatter with %s, and keeps it when the body changes', (_, open, close) => {
    const head = 'name: say\ndescription: Says it.\nlicense: MIT\nallowed-tools: Read\n';
    const eol = open.includes('\r') ? '\r\n' : '\n';
    const text = `${open}${head.replaceAll('\n', eol)}${close}`;
    const skill = parseSkill(close.endsWith('\n') ? `${text}Say it.${eol}` : text, 'say/SKILL.md');
    expect(fields(skill)).toMatchObject({ name: 'say', description: 'Says it.' });
    const next = rewriteSkill(skill, { content: 'Say it loud.' });
    expect(next.text).toContain(`license: MIT${eol}allowed-tools: Read${eol}`);
    expect(next.text.startsWith(open)).toBe(true);
    expect(next.content).toBe('Say it loud.');
  });

  it.each([
    ['dashes that are indented', ' ---\nname: say\n---\nSay it.\n', 1],
    ['two dashes', '--\nname: say\n--\nSay it.\n', 1],
    ['long dashes', '———\nname: say\ndescription: x\n———\n', 1],
    ['plus signs', '+++\nname = "say"\n+++\nSay it.\n', 1],
    ['a code block', '```yaml\nname: say\n```\nSay it.\n', 1],
    ['no opening fence', '\nname: say\ndescription: x\n---\nSay it.\n', 2],
    ['old line ends', '---\rname: say\r---\rSay it.\r', 1],
    ['a mark that is not seen', '\u200B---\nname: say\n---\nSay it.\n', 1],
  ])('refuses what looks like frontmatter and is none: %s', (_, text, line) => {
    const error = refusal(text, 'say.md');
    expect([error.code, error.place?.line]).toEqual(['unread-frontmatter', line]);
  });

  it.each(['# Say\n\n---\n\nSay it.\n', '---\n', 'Say it.\n\nname: x\n', 'Note: say it.\n'])(
    'takes plain Markdown for what it is: %j',
    (text) => {
      if (text === '---\n') expect(refusal(text).code).toBe('unclosed-frontmatter');
      else expect(parseSkill(text, 'a.md').text).toBe(text);
    },
  );

  it.each([
    ['paths: **/*.ts', 'a value that begins with * must be quoted'],
    ['owner: @team', 'a value that begins with @ must be quoted'],
    ['run: `make`', 'a value that begins with ` must be quoted'],
    ['run: %x', 'a value that begins with % must be quoted'],
    ['list: [a] b', 'a value that begins with [ must be quoted'],
    ['description: Use when: asked', 'a value that holds ": " must be quoted'],
    ['other: *base', 'the alias *base leads nowhere'],
    ['other: &me [*me]', 'the alias *me repeats itself without end'],
  ])('says of %j what to do, on its line', (line, message) => {
    const error = refusal(`---\nname: say\nlicense: MIT\n${line}\n---\nSay it.\n`);
    expect(error.place?.line).toBe(4);
    expect(error.message).toContain(message);
  });

  it.each(['[', '{a: ', '- ', '? '])('refuses %j nested ten thousand deep', (open) => {
    expect(refusal(`---\na:\n  ${open.repeat(10_000)}\n---\n`).code).toBe('broken-yaml');
  });

  it('never lets a key of the file reach an object it reads into', () => {
    const skill = parseSkill(
      '---\n__proto__: {name: evil}\nprovenance: {__proto__: {epoch: 9}, fixes: 1}\n---\n',
      'plain.md',
    );
    expect(skill.name).toBe('plain');
    expect(skill.provenance).toEqual({ fixes: 1 });
    expect(skill.provenance?.epoch).toBeUndefined();
  });
});

describe('writing a new skill file', () => {
  const draft = {
    name: 'round_money',
    description: 'Round money: two digits, # never more',
    tags: ['money', 'yes'],
    version: 1,
    provenance: { epoch: 0, action: 'ADD', triggering_sample_ids: ['1', 'b'] } as const,
    content: '\n# Round money\n\n- To two digits.\n\n',
    file: 'round_money.md',
  };

  it('gives a text that is easy to read and reads back as the same skill', () => {
    expect(printSkill(draft).text).toBe(`---
name: round_money
description: "Round money: two digits, # never more"
tags:
  - money
  - "yes"
version: 1
provenance:
  epoch: 0
  action: ADD
  triggering_sample_ids:
    - "1"
    - b
---

# Round money

- To two digits.
`);
    expect(fields(printSkill(draft))).toEqual({
      ...fields({ ...draft, text: '' }),
      content: draft.content.trim(),
    });
  });

  it('keeps to the six keys of Agent Skills when the skill is a folder', () => {
    const skill = printSkill({ ...draft, name: 'round-money', file: 'round-money/SKILL.md' });
    expect(skill.text).toMatch(
      /^---\nname: round-money\ndescription: .*\nmetadata:\n {2}version: "1"\n/,
    );
    expect(skill).toMatchObject({
      tags: ['money', 'yes'],
      version: 1,
      provenance: draft.provenance,
    });
    const long = printSkill({ ...draft, description: 'word '.repeat(400), file: 'x/SKILL.md' });
    expect(long.description.length).toBeLessThanOrEqual(1024);
    expect(long.description).toMatch(/word…$/);
  });

  it.each([
    'plain',
    '---',
    'a: b # c',
    ' spaces ',
    '"quoted" and \'single\'',
    'line one\nline two\n\n---\nname: evil',
    '2024-01-01',
    'null',
    '0x1F',
    '\u0085next\u2028line\u0007bell',
    '*alias &anchor !tag %dir @at `tick`',
    '<<',
    '📏 Größe',
    '- item',
    '? key',
    '| block',
    '',
  ])('carries the description %j through unchanged', (description) => {
    const flat = printSkill({ ...draft, description, tags: [description, 'x'].filter(Boolean) });
    expect(flat.description).toBe(description);
    expect(flat.tags).toEqual([description, 'x'].filter(Boolean));
    expect(flat.name).toBe('round_money');
    expect(flat.content).toBe(draft.content.trim());
    expect(printSkill({ ...draft, description, file: 'a/SKILL.md' }).description).toBe(description);
    expect(rewriteSkill(fixture('flat/commented.md'), { description }).description).toBe(
      description,
    );
  });

  it('uses Windows line ends when asked', () => {
    const { text } = printSkill({ ...draft, eol: '\r\n' });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

describe('rewriting a skill file', () => {
  it('changes nothing when there is nothing to change', () => {
    for (const layout of ['flat', 'folder'] as const) {
      const files = readdirSync(path.join(fixtures, layout), { recursive: true, encoding: 'utf8' });
      for (const file of files.filter((it) => /(?:[^/]\.md|SKILL\.md)$/.test(it))) {
        const skill = fixture(`${layout}/${file.replaceAll(path.sep, '/')}`);
        expect(rewriteSkill(skill, {}).text).toBe(skill.text);
        expect(rewriteSkill(skill, fields(skill) as object).text).toBe(skill.text);
      }
    }
  });

  it('touches only the lines it must: comments, unknown keys, quotes and order stay', () => {
    const skill = fixture('flat/commented.md');
    const next = rewriteSkill(skill, { version: 8, description: "Don't copy totals." });
    expect(next.text).toBe(
      skill.text
        .replace('version: 7 # bumped', 'version: 8 # bumped')
        .replace("'Totals: add them up, don''t copy them.'", "'Don''t copy totals.'"),
    );
  });

  it('keeps the comments of the tags that stay', () => {
    const skill = fixture('flat/commented.md');
    const next = rewriteSkill(skill, { tags: ['sum, row', 'new'] });
    expect(next.tags).toEqual(['sum, row', 'new']);
    expect(next.text).toContain('  - "sum, row" # with a comma\n  - new\n---\n');
    expect(next.text).toContain('version: 7 # bumped by hand\n');
  });

  it('updates provenance key by key and drops what no longer holds', () => {
    const skill = parseSkill(
      '---\nname: a\nprovenance:\n  epoch: 0   # first\n  override:\n    by: author\n  fixes: 2 # two\n# tail\n---\nB\n',
      'a.md',
    );
    const next = rewriteSkill(skill, { provenance: { epoch: 1, fixes: 2, parent_version: 1 } });
    expect(next.provenance).toEqual({ epoch: 1, fixes: 2, parent_version: 1 });
    expect(next.text).toContain('  fixes: 2 # two\n  parent_version: 1\n# tail\n---\nB\n');
  });

  it('keeps Windows line ends and the byte order mark', () => {
    const windows = rewriteSkill(fixture('flat/windows_author.md'), {
      version: 3,
      content: 'One\nTwo',
      provenance: { epoch: 1 },
    });
    expect(windows.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(windows.text).toContain(
      '  - windows   # kept\r\nversion: 3\r\nprovenance:\r\n  epoch: 1\r\n---',
    );
    expect(windows.text).toMatch(/---\r\n\r\nOne\r\nTwo\r\n$/);
    const marked = rewriteSkill(fixture('flat/with_mark.md'), { content: 'New' });
    expect(marked.text).toBe(
      '\uFEFF---\nname: with_mark\ndescription: Begins with a byte order mark.\nversion: 1\n---\n\nNew\n',
    );
  });

  it('gives a file without frontmatter one, and leaves it without when only the body changes', () => {
    const skill = fixture('flat/no_frontmatter.md');
    expect(rewriteSkill(skill, { content: 'Short.' }).text).toBe('Short.\n');
    expect(rewriteSkill(skill, { version: 1 }).text).toBe(
      `---\nname: no_frontmatter\nversion: 1\n---\n\n${skill.text}`,
    );
  });

  it('keeps a folder skill valid for Agent Skills', () => {
    const skill = fixture('folder/plan-route/SKILL.md');
    const next = rewriteSkill(skill, {
      version: 3,
      tags: ['route'],
      provenance: { epoch: 2, action: 'MODIFY' },
    });
    expect(next).toMatchObject({ version: 3, tags: ['route'] });
    expect(next.provenance).toEqual({ epoch: 2, action: 'MODIFY' });
    expect(next.text).toBe(
      skill.text
        .replace('version: "2"', 'version: "3"')
        .replace('tags: route, timetable', 'tags: route')
        .replace(`'{"epoch":0,"action":"ADD","fixes":3}'`, `'{"epoch":2,"action":"MODIFY"}'`),
    );
    const bare = rewriteSkill(fixture('folder/read-table/SKILL.md'), { version: 1 });
    expect(bare.text).toContain('from a table.\nmetadata:\n  version: "1"\n---\n');
  });

  it.each([
    ['flow style', '{name: a, description: b, extra: [1, 2]}'],
    ['indented keys', '  name: a\n  description: b\n  extra: [1, 2]'],
    ['an anchor in what is replaced', 'name: a\ndescription: &d b\nextra: [*d]'],
    ['an explicit key', '? description\n: b\nname: a\nextra: 1'],
    ['a value on the next line', 'name: a\ndescription:\n  b\nextra: 1'],
    ['an empty value', 'name: a\ndescription: # to do\nextra: 1'],
    ['a block that ends the frontmatter', 'name: a\nextra: 1\ndescription: |\n  b\n'],
  ])('gets the data right in frontmatter written with %s', (_, yaml) => {
    const skill = parseSkill(`---\n${yaml}\n---\nBody\n`, 'a.md');
    const next = rewriteSkill(skill, { description: 'x: y\nz', version: 2, content: 'New' });
    expect(fields(next)).toMatchObject({ name: 'a', description: 'x: y\nz', version: 2 });
    expect(next.text).toContain('extra');
    expect(rewriteSkill(next, { description: 'short' }).description).toBe('short');
  });
});

describe('the version of a skill', () => {
  const packaged = (metadata: string) =>
    parseSkill(
      `---\nname: say\ndescription: d\nmetadata:\n${metadata}---\nSay it.\n`,
      'say/SKILL.md',
    );
  const next = (skill: Skill) =>
    rewriteSkill(skill, {
      content: 'Louder.',
      version: skill.version + 1,
      provenance: { epoch: 1 },
    });

  it.each(['"2026.07.1"', '"0.11.6"', '1.0', '"3"', 'v2'])(
    'is left alone when it is the author’s own (%s)',
    (own) => {
      const skill = packaged(`  version: ${own}\n`);
      expect(skill.version).toBe(0);
      const first = next(skill);
      expect(first.text).toContain(`  version: ${own}\n`);
      expect(first.version).toBe(1);
      expect(next(first).version).toBe(2);
      expect(next(first).text).toContain(`  version: ${own}\n`);
    },
  );

  it('is left alone on top of the file too', () => {
    const skill = parseSkill('---\nname: say\nversion: 0.11.6\n---\nSay it.\n', 'say.md');
    expect(next(next(skill)).text).toContain('\nversion: 0.11.6\n');
    expect(next(next(skill)).version).toBe(2);
  });

  it('is raised where it is one we count', () => {
    const published = parseSkill('---\nname: say\nversion: 3\n---\nSay it.\n', 'say.md');
    expect(next(published).text).toContain('\nversion: 4\n');
    const ours = next(packaged('  tags: x\n'));
    expect([ours.version, next(ours).version]).toEqual([1, 2]);
  });
});
