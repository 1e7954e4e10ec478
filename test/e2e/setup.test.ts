/** The first steps of somebody with an empty folder: the walkthrough, the sample, a model, a key. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { languageModels } from '../host/kinds';
import { serveSimulated } from '../support/commandLine';
import { Workspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const KEY = 'sk-end-to-end-7f3a91c2';
const server = await serveSimulated();
afterAll(() => server.stop());

const bench = useWorkbench({
  workspace: async () =>
    new Workspace(await realpath(await mkdtemp(path.join(tmpdir(), 'empty-')))),
  linked: [languageModels],
  settings: { 'grasp.model.endpoints': [server.url, 'http://127.0.0.1:9/v1'] },
});

/** The person's settings and those of the machine, whichever holds them in this host. */
async function userSettings(): Promise<string> {
  const { data } = bench().workbench.profile;
  const files = ['User/settings.json', 'Machine/settings.json'].map((it) => path.join(data, it));
  return (await Promise.all(files.map((it) => readFile(it, 'utf8').catch(() => '')))).join('\n');
}

it('opens the walkthrough on demand, with four steps', async () => {
  const { workbench } = bench();
  expect(await workbench.tabs()).toEqual([]);
  await workbench.runCommand('grasp.setup.open');
  const { page } = workbench;
  await page.getByText('Get started with GRASP').first().waitFor();
  await workbench.screenshot('walkthrough');
  for (const title of [
    'Choose a model',
    'Run probes, or a first',
    'Review an edit',
    'Open or create',
  ]) {
    await page.locator('.getting-started-step', { hasText: title }).first().click();
    await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
    await workbench.screenshot(`walkthrough ${title}`);
  }
});

it('creates the sample after a question, and leaves no file behind it changed', async () => {
  const { workbench, workspace } = bench();
  await workbench.openView('GRASP', 'Runs');
  await workbench.screenshot('welcome');
  await workbench.page.getByRole('button', { name: 'Create Sample Files' }).first().click();
  await workbench.screenshot('sample question');
  const question = await workbench.answerDialog('Create Files');
  expect(question).toContain('configs/quickstart.yaml');
  await expect
    .poll(() => workbench.tabs())
    .toContainEqual(expect.stringContaining('quickstart.yaml'));
  expect(existsSync(workspace.at('skills/quickstart/read_the_bundle.md'))).toBe(true);
  await workbench.screenshot('sample');
  const mine = '# mine\n';
  await writeFile(workspace.at('skills/base/skeleton.md'), mine);
  await workbench.runCommand('grasp.setup.createSample');
  await expect
    .poll(() => workbench.statusBar())
    .toContainEqual(expect.stringContaining('there already'));
  expect(await readFile(workspace.at('skills/base/skeleton.md'), 'utf8')).toBe(mine);
});

it('finds models, and uses the chosen one from then on', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.model.select');
  await expect
    .poll(() => workbench.picks())
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('Test Echo'),
        expect.stringContaining('Another server…'),
      ]),
    );
  await workbench.screenshot('models');
  await workbench.page.keyboard.type('simulated');
  await expect
    .poll(() => workbench.picks())
    .toContainEqual(expect.stringMatching(/no language model/));
  await workbench.screenshot('models filtered');
  await workbench.pick(new URL(server.url).host);
  await expect.poll(() => workbench.picks()).toContainEqual(expect.stringContaining('Writer only'));
  await workbench.screenshot('role');
  await workbench.pick('Agent and writer');
  await expect
    .poll(() => workbench.statusBar())
    .toContainEqual(expect.stringContaining('simulated is agent and writer (user settings)'));
  await workbench.screenshot('chosen');
  await expect
    .poll(userSettings)
    .toMatch(/"grasp\.model\.agent": ".*agents.127-0-0-1-\d+-simulated\.yaml"/);
  const file = /"grasp\.model\.writer": "([^"]*)"/.exec(await userSettings())?.[1] ?? '';
  expect(await readFile(file, 'utf8')).toContain(`base_url: "${server.url}"`);
});

it('keeps a key out of sight, for the server it belongs to', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.model.setKey');
  await workbench.screenshot('keys');
  await workbench.pick('OPENAI_API_KEY');
  await expect
    .poll(() => workbench.quickInputText())
    .toContain('sent to https://api.openai.com only');
  const input = workbench.page.locator('.quick-input-widget .quick-input-box input');
  await input.fill(KEY);
  expect(await input.getAttribute('type')).toBe('password');
  await workbench.screenshot('key');
  await input.press('Enter');
  await expect
    .poll(() => workbench.statusBar())
    .toContainEqual(expect.stringContaining('OPENAI_API_KEY is in the secret storage'));
  expect(await userSettings()).not.toContain(KEY);
  await workbench.runCommand('grasp.model.forgetKey');
  await expect
    .poll(() => workbench.picks())
    .toContainEqual(expect.stringContaining('may be sent to https://api.openai.com'));
  await workbench.screenshot('forget');
  await workbench.closeQuickInput();
});

it('shows what is wrong with a configuration, where it is', async () => {
  const { workbench, workspace } = bench();
  const text = await readFile(workspace.config, 'utf8');
  await writeFile(workspace.at('configs/mine.yaml'), text.replace('epochs: 5', 'epoch: 5'));
  await workbench.openFile('configs/mine.yaml');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.runCommand('View: Focus Problems');
  await workbench.page.getByText('unknown key "epoch" in cycle').first().waitFor();
  await workbench.screenshot('problems');
});
