import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../engine/skill/library';
import { readSkillFolder, writeSkillFiles } from './skillFolder';

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
    expect(folder.problems).toEqual([]);
    expect(folder.skills).toHaveLength(9);
    const library = Library.of({
      base: [],
      learned: folder.skills,
      history: folder.history,
      layout: 'flat',
    });
    expect(library.history('convert_units').map(({ version }) => version)).toEqual([2, 10]);
  });

  it('sees for itself that skills are folders, unless told otherwise', async () => {
    const folder = await readSkillFolder(path.join(fixtures, 'folder'));
    expect(folder.layout).toBe('folder');
    expect(folder.skills.map(({ file }) => file)).toEqual([
      'plan-route/SKILL.md',
      'read-table/SKILL.md',
    ]);
    const flat = await readSkillFolder(path.join(fixtures, 'folder'), { layout: 'flat' });
    expect(flat.skills).toEqual([]);
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
      'bomb.md:1 too-many-aliases',
      'broken.md:3 broken-yaml',
      'latin.md:- not-utf8',
      'long.md:2 unsafe-name',
      'nul.md:2 unsafe-name',
      'twin.md:- duplicate-name',
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
      expect(await problems()).toEqual(['other/SKILL.md:- outside-folder']);

      await symlink(path.join(home, 'secret.md'), path.join(dir, 'out.md'));
      await symlink(path.join(home, 'nowhere'), path.join(dir, 'dangling.md'));
      const flat = await readSkillFolder(dir, { layout: 'flat' });
      expect(flat.skills).toEqual([]);
      expect(flat.problems.map((it) => `${it.file} ${it.code}`)).toEqual([
        'dangling.md unreadable',
        'out.md outside-folder',
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
