import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintPath } from './skillsLint';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lint-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const text = '---\nname: dates\ndescription: Use for dates.\ntags: 5\n---\n\nDo.\n';

describe('linting a path', () => {
  it.each(['dates.md', 'dates/SKILL.md'])('takes the single file %s', async (file) => {
    await mkdir(join(dir, 'dates'));
    await writeFile(join(dir, file), text);
    await writeFile(join(dir, 'broken.md'), '---\n');
    expect(await lintPath(join(dir, file), 'grasp')).toMatchObject({
      dir,
      skills: 1,
      problems: [{ file, line: 4, code: 'bad-tags' }],
    });
  });

  it('tells a missing frontmatter once', async () => {
    await writeFile(join(dir, 'plain.md'), 'Use it when asked.');
    const { problems } = await lintPath(dir, 'grasp');
    expect(problems).toMatchObject([{ line: 1, severity: 'error', code: 'no-frontmatter' }]);
  });

  it('tells of a path that is not there, without talking about a config', async () => {
    const error: unknown = await lintPath(join(dir, 'none'), 'grasp').catch((it: unknown) => it);
    expect(error).toMatchObject({ name: 'UserError', place: { file: join(dir, 'none') } });
    expect(JSON.stringify([error, String(error)])).not.toMatch(/config/);
  });

  it('refuses a file that cannot be a skill', async () => {
    await writeFile(join(dir, 'notes.txt'), 'x');
    await expect(lintPath(join(dir, 'notes.txt'), 'grasp')).rejects.toThrow('no skill file');
  });

  it('shows the skills that are passed over because of their layout', async () => {
    await mkdir(join(dir, 'dates'));
    await writeFile(join(dir, 'dates/SKILL.md'), text.replace('tags: 5', 'tags: [dates]'));
    await writeFile(join(dir, 'times.md'), text);
    const { problems } = await lintPath(dir, 'grasp');
    expect(problems).toMatchObject([{ file: 'times.md', line: 1, code: 'other-layout' }]);
  });
});
