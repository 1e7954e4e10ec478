import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const bench = useWorkbench({ workspace: () => makeWorkspace() });

const file = 'skills/quickstart/read_the_bundle.md';
/** What the simulated agent takes to heart. */
const latest = '- Take the measurement with the latest effectiveDateTime, whatever its place.';
const fresh = '- Only a measurement of the last 24 hours counts; when there is none, FINISH([-1]).';

/** The score above the skill; the first of its three lenses. */
async function score(): Promise<string> {
  return (await bench().workbench.codeLenses())[0] ?? '';
}

async function lensCount(): Promise<number> {
  return (await bench().workbench.codeLenses()).length;
}

it('shows three lenses above a skill, and runs its probes with a click', async () => {
  const { workbench } = bench();
  await workbench.openFile(file);
  await expect.poll(score).toBe('Probes have not run yet');
  await workbench.screenshot('skill-opened');
  await workbench.clickLens('Run probes');
  await expect.poll(score).toMatch(/^\d\/\d pass · \+0 fixed · 0 regressed · \d+ calls · simulated$/);
  expect(await lensCount()).toBe(3);
  await workbench.screenshot('probes-have-run');
});

it('follows the typing when live, on the unsaved text', async () => {
  const { workbench, workspace } = bench();
  const onDisk = await readFile(workspace.at(file), 'utf8');
  await workbench.clickLens('Live: off');
  await expect.poll(() => workbench.codeLenses()).toContainEqual(expect.stringContaining('Live: on'));
  const editor = workbench.editor();
  await editor.goToEndOf('says when the sample was taken');
  await editor.press('Enter');
  await editor.type(latest);
  await workbench.screenshot('while-typing');
  await editor.press('Enter');
  await editor.type(fresh);
  await expect.poll(score).toMatch(/\+[1-9] fixed · 0 regressed · \d+ calls · simulated$/);
  await workbench.screenshot('live-outcomes');
  expect(await readFile(workspace.at(file), 'utf8')).toBe(onDisk);
});

it('says what is wrong with a text that is no skill, keeps the old score, and recovers', async () => {
  const { workbench } = bench();
  const editor = workbench.editor();
  await editor.goToEndOf('tags: [patient, observation, level]');
  await editor.press('Backspace');
  await expect.poll(score).toMatch(/Not a valid skill as it stands.*fixed.*outdated$/);
  expect(await lensCount()).toBe(3);
  await workbench.screenshot('broken-frontmatter');
  await editor.type(']');
  await expect.poll(score).toMatch(/^\d\/\d pass · \+[1-9] fixed .*simulated$/);
});

it('shows the same outcomes in the Test Explorer, and runs there what is clicked', async () => {
  const { workbench } = bench();
  const view = await workbench.openView('Testing', 'Test Explorer');
  await view.row('quickstart').expand();
  await expect.poll(() => view.rows()).toContainEqual(expect.stringContaining('read_the_bundle'));
  await view.row('read_the_bundle').expand();
  await expect.poll(() => view.rows()).toContainEqual(expect.stringMatching(/^mg-/));
  await workbench.screenshot('test-explorer');
  const rows = await view.rows();
  const probe = rows.find((row) => row.startsWith('mg-')) ?? '';
  await view.row(probe.split(' ')[0] ?? '').inlineAction(/Run Test/);
  await workbench.screenshot('one-probe-run');
  await expect.poll(score).toMatch(/pass · \+\d fixed/);
});

it('shows the answers of both versions, all in one text or one beside the other', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.probes.compare');
  await workbench.screenshot('compare-picker');
  await workbench.pick('All probes in one document');
  await expect.poll(() => workbench.tabs()).toContainEqual(expect.stringContaining('probes.txt'));
  await expect
    .poll(async () => (await workbench.editor().lines()).join('\n'))
    .toContain('Saved version: failed');
  await workbench.screenshot('all-probes');
  await workbench.openFile(file);
  await workbench.clickLens(/pass/);
  await workbench.pick('fixed');
  await expect.poll(() => workbench.tabs()).toContainEqual(expect.stringContaining('(fixed)'));
  await workbench.screenshot('one-probe-compared');
});

it('takes the probes that a person pins', async () => {
  const { workbench } = bench();
  await workbench.openFile(file);
  await workbench.runCommand('grasp.probes.pin');
  await expect.poll(() => workbench.quickInputText()).toContain('Probes of read_the_bundle');
  await workbench.screenshot('pin-picker');
  // The first box takes all of them off, then on.
  const boxes = workbench.page.locator('.quick-input-widget .quick-input-list-checkbox');
  await boxes.first().waitFor();
  const toggleAll = workbench.page.locator('.quick-input-widget .quick-input-check-all');
  await toggleAll.click();
  await workbench.page.keyboard.press('Enter');
  await expect.poll(score).toMatch(/\/30 pass/);
  await workbench.screenshot('pinned');
});

it('stops at the limit of calls, and goes on when more is allowed', async () => {
  const { workbench, workspace } = bench();
  await mkdir(workspace.at('.vscode'));
  await writeFile(workspace.at('.vscode/settings.json'), '{ "grasp.probes.callLimit": 1 }');
  const editor = workbench.editor();
  await editor.goToEndOf('Look at');
  await editor.type(' Never guess.');
  await expect.poll(score).toMatch(/Stopped: the calls of this window \(1\) are used up/);
  await workbench.screenshot('limit');
});
