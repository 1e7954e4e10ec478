/** The first steps of somebody with an empty folder: the walkthrough, the sample, a model, a key. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { languageModels } from '../host/kinds';
import { readEvents, serveSimulated } from '../support/commandLine';
import { Workspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const KEY = 'sk-end-to-end-7f3a91c2';
const server = await serveSimulated();
afterAll(() => server.stop());

/** Lets who has the key through to the server, and keeps the keys that came. */
const sentKeys: (string | undefined)[] = [];
const gateway = createServer((request, response) => {
  sentKeys.push(request.headers.authorization);
  if (request.headers.authorization !== `Bearer ${KEY}`) {
    response.writeHead(401).end();
    return;
  }
  const to = new URL(request.url ?? '', server.url);
  const { authorization: _key, host: _host, ...headers } = request.headers;
  const onward = httpRequest(to, { method: request.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
});
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
const gatewayOrigin = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
afterAll(() => gateway.close());

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
  const { page } = workbench;
  // The drawings are beside the steps where there is room for them.
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('grasp.setup.open');
  await page.locator('.getting-started-step.expanded', { hasText: 'Open or create' }).waitFor();
  await workbench.screenshot('walkthrough');
  for (const [title, drawing] of [
    ['Choose a model', 'Three kinds of models'],
    ['Run probes, or a first', 'Probes before and after'],
    ['Review an edit', 'A proposed edit'],
    ['Open or create', 'A skill is a Markdown file'],
  ] as const) {
    await page.locator('.getting-started-step', { hasText: title }).first().click();
    await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
    await workbench.webview(`svg[aria-label^="${drawing}"]`);
    await workbench.screenshot(`walkthrough ${title}`);
  }
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
});

it('makes a configuration for skills that are there, where there is none', async () => {
  const { workbench, workspace } = bench();
  workbench.expectErrors(/no run configuration|preset local needs/);
  const skill = workspace.at('.claude/skills/pdf-forms/SKILL.md');
  await mkdir(path.dirname(skill), { recursive: true });
  await writeFile(
    skill,
    '---\nname: pdf-forms\ndescription: Fills forms. Use for PDF.\n---\n\nx\n',
  );
  await workbench.openFile('.claude/skills/pdf-forms/SKILL.md');
  await workbench.runCommand('grasp.run.start');
  const notice = workbench.notification('This workspace has no run configuration.');
  expect(await notice.buttons()).toEqual(['New Configuration…', 'Get Started']);
  await workbench.screenshot('no-configuration');
  await notice.press('New Configuration…');
  const question = await workbench.answerDialog('Create Files');
  expect(question).toContain('Create a configuration for .claude/skills?');
  expect(question).toContain('configs/claude-skills.yaml');
  await expect.poll(() => workbench.editor().lines()).toContain('name: claude-skills');
  await workbench.screenshot('own-cases');
  await workbench.runCommand('grasp.run.start');
  const unset = workbench.notification('which the preset local needs');
  await workbench.screenshot('no-model');
  expect(await unset.text()).toContain('needs. Choose the preset with "GRASP: Select Model…"');
  expect(await unset.buttons()).toContain('Select Model');
  await unset.close();
  await workbench.runCommand('View: Close All Editors');
  for (const made of ['.claude', 'configs']) {
    await rm(workspace.at(made), { recursive: true });
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
  await expect
    .poll(() => workbench.picks())
    .toContainEqual(expect.stringContaining('OPENAI_API_KEY'));
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

it('reaches another server by its address, with a key if it wants one', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.model.select');
  await workbench.pick('Another server…');
  await workbench.typeInto(`${gatewayOrigin}/v1/`);
  await expect.poll(() => workbench.quickInputText()).toContain(`${gatewayOrigin} wants a key`);
  await workbench.screenshot('which key');
  await workbench.pick('Another key…');
  await expect.poll(() => workbench.quickInputText()).toContain('Name of the variable');
  await workbench.page.keyboard.press('Enter');
  await expect.poll(() => workbench.quickInputText()).toContain('Value of LOCAL_API_KEY');
  await workbench.typeInto(KEY);
  await expect.poll(() => workbench.picks()).toEqual([expect.stringMatching(/^simulated/)]);
  await workbench.screenshot('its models');
  await workbench.pick('simulated');
  await workbench.pick('Agent only');
  await expect
    .poll(() => workbench.statusBar())
    .toContainEqual(expect.stringContaining('simulated is the agent'));
  expect(sentKeys).toEqual([undefined, `Bearer ${KEY}`]);
  sentKeys.length = 0;
});

it('shows what is wrong with a configuration, where it is', async () => {
  const { workbench, workspace } = bench();
  const text = await readFile(workspace.config, 'utf8');
  await writeFile(workspace.at('configs/mine.yaml'), text.replace('epochs: 5', 'epoch: 5'));
  await workbench.openFile('configs/mine.yaml');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.runCommand('Problems: Focus on Problems View');
  await workbench.page.getByText('unknown key "epoch" in cycle').first().waitFor();
  await workbench.screenshot('problems');
});

/** A configuration of the workspace with a preset of its own, and a run of it started from the palette. */
async function startRun(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const { workbench, workspace } = bench();
  await mkdir(workspace.at('configs/agents'), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(workspace.at(file), text);
  await workbench.runCommand('grasp.run.start');
  await workbench.pick(`configs/${name}.yaml`);
}

const config = (name: string, preset: string): string =>
  `run_name: ${name}\ntask: { kind: quickstart }\nagent_preset: ${preset}\n` +
  'skills: { base_dir: skills/base, library_dir: skills/quickstart }\n' +
  'cycle: { epochs: 1, update_every: 10, grpo_k: 1, grpo_eval_n: 4, concurrency: 2 }\n';

it('asks before a key goes to a server that only the workspace names', async () => {
  const { workbench, workspace } = bench();
  await workbench.runCommand('grasp.model.select');
  await workbench.pick('As each run configuration says');
  await startRun('gateway', {
    'configs/gateway.yaml': config('gateway', 'gateway'),
    'configs/agents/gateway.yaml': `backend: openai-chat\nmodel: simulated\nbase_url: ${gatewayOrigin}/v1\napi_key: \${GATEWAY_KEY}\ntemperature: 0\n`,
  });
  // The key is missing, so it is asked for first.
  await expect.poll(() => workbench.quickInputText()).toContain('Value of GATEWAY_KEY');
  await workbench.typeInto(KEY);
  await workbench.page.locator('.monaco-dialog-box').waitFor();
  await workbench.screenshot('may the key go');
  const question = await workbench.answerDialog(/^Send Key/);
  expect(question).toContain(`Send the key GATEWAY_KEY to ${gatewayOrigin}?`);
  expect(question).toContain('configs/agents/gateway.yaml');
  await workbench.screenshot('after the question');
  await workbench.pick('the gate decides');
  const types = async () =>
    (await readEvents(workspace.at('runs/gateway'))).map(({ type }) => type);
  await expect.poll(types).toContain('run.finished');
  expect(new Set(sentKeys)).toEqual(new Set([`Bearer ${KEY}`]));
  await workbench.screenshot('ran with the key');
});

it('lets a run use a language model of VS Code, over a reload of the window', async () => {
  const { workbench, workspace } = bench();
  await workbench.runCommand('grasp.model.select');
  await workbench.pick('Test Steady');
  await workbench.pick('Agent and writer');
  await startRun('steady', { 'configs/steady.yaml': config('steady', 'simulated') });
  await expect.poll(() => workbench.picks()).toContainEqual(expect.stringContaining('your plan'));
  await workbench.screenshot('what it takes');
  await workbench.pick('the gate decides');
  const events = () => readEvents(workspace.at('runs/steady'));
  await expect.poll(async () => (await events()).length).toBeGreaterThan(4);
  await workbench.reloadWindow();
  const before = (await events()).length;
  await expect.poll(async () => (await events()).length).toBeGreaterThan(before + 4);
  const types = (await events()).map(({ type }) => type);
  expect(types).not.toContain('run.stopped');
  await workbench.screenshot('goes on');
  await workbench.runCommand('grasp.run.stop');
  await expect.poll(async () => (await events()).map(({ type }) => type)).toContain('run.stopped');
});
