import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planRun } from '../../../cli/planRun';
import { loadRunConfig } from '../../../config/loadRunConfig';
import { lookFor, writeNew } from '../newFiles/newFiles';
import { ownConfigFiles } from './ownConfigFiles';

const library = { path: '.claude/skills', layout: 'folder' } as const;
const skill =
  '---\nname: pdf-forms\ndescription: Fills forms. Use for PDF.\n---\n\nList the fields.\n';

function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'own-config-'));
  mkdirSync(join(folder, '.claude/skills/pdf-forms/evals'), { recursive: true });
  writeFileSync(join(folder, '.claude/skills/pdf-forms/SKILL.md'), skill);
  return folder;
}

const planned = async (folder: string, path: string) => {
  const env = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', GRASP_MODEL: 'm', OPENAI_API_KEY: 'k' };
  return planRun(await loadRunConfig(join(folder, path), { env, baseDir: folder }), env);
};

it('is a configuration that a run can be planned from, with cases in every split', async () => {
  const folder = workspace();
  const { config, cases } = ownConfigFiles(library);
  expect([config.path, cases?.path]).toEqual([
    'configs/claude-skills.yaml',
    'configs/cases/claude-skills.yaml',
  ]);
  if (cases) await writeNew(folder, await lookFor(folder, [config, cases]));
  const plan = await planned(folder, config.path);
  expect(plan.library.learned.map(({ name }) => name)).toEqual(['pdf-forms']);
  const sizes = await Promise.all(
    (['dev', 'val', 'test'] as const).map(async (split) => (await plan.task.samples(split)).length),
  );
  expect(sizes.every((size) => size > 0)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(6);
});

it('takes the cases that came with a skill', async () => {
  const folder = workspace();
  const evals = '.claude/skills/pdf-forms/evals/evals.json';
  const { config, cases } = ownConfigFiles(library, evals);
  expect(cases).toBeUndefined();
  const prompts = Array.from({ length: 12 }, (_, i) => ({
    id: i,
    prompt: `Fill form ${i}`,
    expected_output: `form ${i}`,
  }));
  writeFileSync(join(folder, evals), JSON.stringify({ skill_name: 'pdf-forms', evals: prompts }));
  await writeNew(folder, await lookFor(folder, [config]));
  expect((await planned(folder, config.path)).task.name).toBe('pdf-forms');
});

it('has a name whatever the library is called', () => {
  expect(ownConfigFiles({ path: '.', layout: 'flat' }).config.path).toBe('configs/my-skills.yaml');
  const odd = ownConfigFiles({ path: 'Größe "x"\n: y', layout: 'flat' }).config;
  expect(odd.path).toBe('configs/gr-e-x-y.yaml');
  expect(odd.text).toContain('library_dir: "Größe \\"x\\"\\n: y"');
});
