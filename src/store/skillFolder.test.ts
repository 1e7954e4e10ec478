import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../engine/skill/library';
import { readSkillFile, readSkillFolder, writeSkillFiles } from './skillFolder';
import { librariesBelow, libraryRoot } from './skillPlaces';

const fixtures = path.join(process.cwd(), 'test/fixtures/skills');
let home: string;
let dir: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'skills-'));
  dir = path.join(home, 'library');
  await mkdir(dir);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const put = async (file: string, text: string | Uint8Array) => {
  const target = path.join(dir, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
};
const problems = async () =>
  (await readSkillFolder(dir)).problems.map((it) => `${it.file}:${it.line ?? '-'} ${it.code}`);

describe('reading a skills folder', () => {
  it('reads flat files with their history', async () => {
    const folder = await readSkillFolder(path.join(fixtures, 'flat'));
    expect(folder.layout).toBe('flat');
    expect(folder.problems).toMatchObject([
      { file: 'no_frontmatter.md', line: 1, severity: 'error', code: 'no-frontmatter' },
    ]);
    expect(folder.skills).toHaveLength(9);
    const library = Library.of({
      base: [],
      learned: folder.skills,
      history: folder.history,
      layout: 'flat',
    });
    expect(library.history('convert_units').map(({ version }) => version)).toEqual([2, 10]);
  });

  it('sees for itself that skills are folders', async () => {
    const folder = await readSkillFolder(path.join(fixtures, 'folder'));
    expect(folder.layout).toBe('folder');
    expect(folder.skills.map(({ file }) => file)).toEqual([
      'plan-route/SKILL.md',
      'read-table/SKILL.md',
    ]);
  });

  it.each([
    ['flat', 'folder', 'NAME/SKILL.md files (plan-route/SKILL.md and 1 more)'],
    ['folder', 'flat', 'NAME.md files (check_dates.md and 8 more)'],
  ] as const)('does not take a library for empty that is not %s', async (layout, is, found) => {
    const library = path.join(fixtures, is);
    const error: unknown = await readSkillFolder(library, { layout }).catch((it: unknown) => it);
    expect(error).toMatchObject({
      message: expect.stringContaining(found),
      place: { file: library },
      fix: expect.stringContaining(`Set skills.layout to "${is}"`),
    });
    expect(error).toMatchObject({ message: expect.stringContaining(library) });
    expect(error).toMatchObject({
      message: expect.stringContaining(`skills.layout is "${layout}"`),
    });
  });

  it('names every skill it passes over because it has the other layout', async () => {
    await put('a/SKILL.md', '---\nname: a\n---\nDo.\n');
    await put('b.md', '---\nname: b\n---\nDo.\n');
    await put('c.md', '---\nname: c\n---\nDo.\n');
    await put('README.md', 'About these skills.');
    expect(await problems()).toEqual(['b.md:1 other-layout', 'c.md:1 other-layout']);
    const flat = await readSkillFolder(dir, { layout: 'flat' });
    expect(flat.skills.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(flat.problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'a/SKILL.md other-layout',
    ]);
  });

  it('starts an empty library in whatever layout is asked for', async () => {
    await put('README.md', 'Skills will lie here.');
    expect(await readSkillFolder(dir, { layout: 'folder' })).toMatchObject({
      skills: [],
      problems: [],
    });
  });

  it('tells names that differ only in case, and keeps both', async () => {
    await put('one.md', '---\nname: Dates\n---\nDo.\n');
    await put('two.md', '---\nname: dates\n---\nDo.\n');
    expect((await readSkillFolder(dir)).skills).toHaveLength(2);
    expect(await problems()).toEqual(['two.md:1 name-case']);
  });

  it.each(['flat.md', 'packed/SKILL.md'])('reads the single skill file %s', async (file) => {
    await put(file, 'Body');
    const read = await readSkillFile(path.join(dir, file));
    expect(path.resolve(read.dir)).toBe(dir);
    expect(read.skills).toMatchObject([{ name: file.split(/[./]/)[0], file }]);
    expect(read.problems).toMatchObject([{ file, line: 1, code: 'no-frontmatter' }]);
  });

  it('tells of a folder that is not there, unless it may be missing', async () => {
    const missing = path.join(home, 'none');
    await expect(readSkillFolder(missing)).rejects.toMatchObject({ place: { file: missing } });
    expect((await readSkillFolder(missing, { optional: true })).skills).toEqual([]);
  });

  it('reads the good files beside bad ones, and says what is wrong with those', async () => {
    await put('good.md', '---\nname: good\n---\nDo.\n');
    await put('plain.md', 'No frontmatter.');
    await put('broken.md', '---\nname: a\ntags: [\n---\n');
    await put('twin.md', '---\nname: good\n---\nToo.\n');
    await put('up.md', '---\nversion: 1\nname: ../x\n---\n');
    await put('absolute.md', '---\nname: /etc/x\n---\n');
    await put('nul.md', '---\nname: "a\\0"\n---\n');
    await put('long.md', `---\nname: ${'x'.repeat(65)}\n---\n`);
    await put('big.md', 'x'.repeat(5_000_000));
    await put('latin.md', Buffer.from('---\nname: gr\u00fc\u00df\n---\n', 'latin1'));
    const aliases = Array.from({ length: 60 }, () => '*a').join(', ');
    await put('bomb.md', `---\na: &a [1]\nb: &b [${aliases}]\nc: [*b, *b]\n---\n`);
    await put('sub.md/inner.txt', 'a folder');
    await put('.draft.md', 'hidden');
    await put('.history/good_v1.md', '---\nname: [\n---\n');
    await put('.history/notes.md', 'no archive');

    const folder = await readSkillFolder(dir);
    expect(folder.skills.map(({ name }) => name)).toEqual(['good', 'plain']);
    expect(await problems()).toEqual([
      'absolute.md:2 unsafe-name',
      'big.md:- too-large',
      'bomb.md:1 bad-alias',
      'broken.md:3 broken-yaml',
      'latin.md:1 not-utf8',
      'long.md:2 unsafe-name',
      'nul.md:2 unsafe-name',
      'plain.md:1 no-frontmatter',
      'twin.md:1 duplicate-name',
      'up.md:3 unsafe-name',
      '.history/good_v1.md:2 broken-yaml',
    ]);
  });

  it.skipIf(process.platform === 'win32')(
    'follows links inside the folder and none that lead out',
    async () => {
      await writeFile(path.join(home, 'secret.md'), 'secret');
      await mkdir(path.join(home, 'elsewhere'));
      await writeFile(path.join(home, 'elsewhere/SKILL.md'), 'secret');
      await put('real/SKILL.md', 'Body');
      await symlink(path.join(dir, 'real'), path.join(dir, 'same'));
      await symlink(path.join(home, 'elsewhere'), path.join(dir, 'other'));
      const folder = await readSkillFolder(dir);
      expect(folder.skills.map(({ name }) => name)).toEqual(['real', 'same']);
      expect(await problems()).toEqual([
        'other/SKILL.md:- outside-folder',
        'real/SKILL.md:1 no-frontmatter',
        'same/SKILL.md:1 no-frontmatter',
      ]);

      await symlink(path.join(home, 'secret.md'), path.join(dir, 'out.md'));
      await symlink(path.join(home, 'nowhere'), path.join(dir, 'dangling.md'));
      const flat = await readSkillFolder(dir, { layout: 'flat' });
      expect(flat.skills).toEqual([]);
      expect(flat.problems.map((it) => `${it.file} ${it.code}`)).toEqual([
        'dangling.md unreadable',
        'out.md outside-folder',
        'other/SKILL.md other-layout',
        'real/SKILL.md other-layout',
        'same/SKILL.md other-layout',
      ]);
    },
  );
});

describe('writing skill files', () => {
  it('writes and deletes exactly what it is given', async () => {
    await put('keep.md', 'keep');
    await put('gone.md', 'gone');
    await put('packed/SKILL.md', 'old');
    await put('used/SKILL.md', 'old');
    await put('used/notes.md', 'mine');
    await writeSkillFiles(dir, {
      'gone.md': null,
      'never.md': null,
      'packed/SKILL.md': null,
      'used/SKILL.md': null,
      'new/SKILL.md': 'new\r\n',
      '.history/gone_v1.md': 'gone',
    });
    const files = await readdir(dir, { recursive: true });
    expect(files.sort()).toEqual(
      [
        '.history',
        '.history/gone_v1.md',
        'keep.md',
        'new',
        'new/SKILL.md',
        'used',
        'used/notes.md',
      ].map((file) => path.normalize(file)),
    );
    expect(await readFile(path.join(dir, 'new/SKILL.md'), 'utf8')).toBe('new\r\n');
  });

  it('carries a changed library to disk and back', async () => {
    const { skills, history } = await readSkillFolder(path.join(fixtures, 'flat'));
    const empty = Library.of({ base: [], learned: [], layout: 'flat' });
    const before = Library.of({ base: [], learned: skills, history, layout: 'flat' });
    await writeSkillFiles(dir, Library.diff(empty, before));
    const edit = { action: 'MODIFY', name: 'check_dates', description: 'D', content: 'C' } as const;
    const after = before.apply([edit], { epoch: 1 });
    await writeSkillFiles(dir, Library.diff(before, after));
    const read = await readSkillFolder(dir);
    const again = Library.of({
      base: [],
      learned: read.skills,
      history: read.history,
      layout: 'flat',
    });
    expect(Library.diff(after, again)).toEqual({});
  });

  it.each([
    '../x.md',
    '/tmp/x.md',
    'a/../../x.md',
    'a\\..\\x.md',
    'C:x.md',
    'a\0.md',
    '',
    './x.md',
    'a//b.md',
  ])('refuses %j and then writes nothing at all', async (file) => {
    const writing = writeSkillFiles(dir, { 'fine.md': 'fine', [file]: 'x' });
    await expect(writing).rejects.toMatchObject({ name: 'UserError' });
    expect(await readdir(dir)).toEqual([]);
    expect(await readdir(home)).toEqual(['library']);
  });

  it.skipIf(process.platform === 'win32')(
    'refuses to go through a link that leads out',
    async () => {
      await mkdir(path.join(home, 'outside'));
      await writeFile(path.join(home, 'outside/x.md'), 'theirs');
      await symlink(path.join(home, 'outside'), path.join(dir, 'door'));
      await symlink(path.join(home, 'outside/x.md'), path.join(dir, 'x.md'));
      for (const file of ['door/y.md', 'door/x.md', 'x.md']) {
        await expect(writeSkillFiles(dir, { [file]: 'ours' })).rejects.toThrow('leads out');
      }
      expect(await readdir(path.join(home, 'outside'))).toEqual(['x.md']);
      expect(await readFile(path.join(home, 'outside/x.md'), 'utf8')).toBe('theirs');
    },
  );
});

describe('skills as they lie in the field', () => {
  const skill = (name: string) => `---\nname: ${name}\ndescription: Use it.\n---\nDo it.\n`;
  const names = async (options = {}) =>
    (await readSkillFolder(dir, options)).skills.map(({ file }) => file);

  it('notes beside them are no skills, and nothing to warn of', async () => {
    for (const note of ['README.md', 'AGENTS.md', 'CLAUDE.md', 'CONTRIBUTING.md', 'SECURITY.md']) {
      await put(note, '# Notes\n');
    }
    await put('say.md', skill('say'));
    expect(await names()).toEqual(['say.md']);
    await put('packed/SKILL.md', skill('packed'));
    await rm(path.join(dir, 'say.md'));
    await put('ideas.md', 'Some ideas.\n');
    expect([await names(), await problems()]).toEqual([['packed/SKILL.md'], []]);
  });

  it('of twins, that one counts whose folder has the name', async () => {
    await put('say-1-0/SKILL.md', skill('say'));
    await put('say/SKILL.md', skill('say'));
    expect(await names()).toEqual(['say/SKILL.md']);
    expect(await problems()).toEqual(['say-1-0/SKILL.md:1 duplicate-name']);
  });

  it('links are followed within the workspace, and refused with their target outside of it', async () => {
    await mkdir(path.join(home, '.git'));
    await mkdir(path.join(home, 'shared/say'), { recursive: true });
    await writeFile(path.join(home, 'shared/say/SKILL.md'), skill('say'));
    await symlink('../shared/say', path.join(dir, 'say'));
    expect(await names()).toEqual(['say/SKILL.md']);
    const { problems: found, unread } = await readSkillFolder(dir, { boundary: dir });
    expect(unread).toEqual(['say/SKILL.md']);
    expect(found[0]?.message).toContain(path.join(home, 'shared/say/SKILL.md'));
  });

  it('a device, a pipe and a file that is too large are not read', async () => {
    await mkdir(path.join(dir, 'endless'));
    await symlink('/dev/zero', path.join(dir, 'endless/SKILL.md'));
    execFileSync('mkfifo', [path.join(dir, 'pipe.md')]);
    const { unread } = await readSkillFolder(dir, { boundary: '/' });
    expect(unread).toEqual(['endless/SKILL.md']);
    expect((await readSkillFolder(dir, { layout: 'flat' }).catch(() => null))?.unread).toEqual([
      'pipe.md',
    ]);
  });

  it('the folder of one skill is a library of that skill', async () => {
    await put('pdf-tools/SKILL.md', skill('pdf-tools'));
    await put('pdf-tools/forms.md', '# Forms\n');
    await put('other/SKILL.md', skill('other'));
    const root = await libraryRoot(path.join(dir, 'pdf-tools'));
    expect(root).toEqual({ dir, only: 'pdf-tools' });
    expect(await names({ only: root.only })).toEqual(['pdf-tools/SKILL.md']);
    expect(await libraryRoot(dir)).toEqual({ dir });
  });

  it('are found where they lie deeper', async () => {
    await put('.curated/say/SKILL.md', skill('say'));
    await put('plugins/office/skills/pdf/SKILL.md', skill('pdf'));
    await put('plugins/office/skills/doc/SKILL.md', skill('doc'));
    expect(await librariesBelow(dir)).toEqual([
      { dir: path.join(dir, '.curated'), skills: 1 },
      { dir: path.join(dir, 'plugins/office/skills'), skills: 2 },
    ]);
  });
});
