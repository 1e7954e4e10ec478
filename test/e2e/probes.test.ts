import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

// Served in a browser, the workbench saves by itself unless told otherwise; on a desktop it does not.
const bench = useWorkbench({
  workspace: () => makeWorkspace({ files: { '.vscode/settings.json': '{}' } }),
  settings: { 'files.autoSave': 'off' },
});

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

async function set(settings: object): Promise<void> {
  await writeFile(bench().workspace.at('.vscode/settings.json'), JSON.stringify(settings));
}

/** What the score says to a pointer that rests on it. */
async function hint(): Promise<string> {
  const lens = bench().workbench.page.locator('.editor-instance .codelens-decoration a').first();
  return (await lens.getAttribute('title')) ?? '';
}

it('shows three lenses above a skill, and runs its probes with a click', async () => {
  const { workbench } = bench();
  await workbench.openFile(file);
  await expect.poll(score).toBe('Probes have not run yet');
  await workbench.screenshot('skill-opened');
  await workbench.clickLens('Run probes');
  await expect
    .poll(score)
    .toMatch(/^\d\/\d pass · \+0 fixed · 0 regressed · \d+ calls · simulated$/);
  expect(await lensCount()).toBe(3);
  await workbench.screenshot('probes-have-run');
});

it('follows the typing when live, on the unsaved text', async () => {
  const { workbench, workspace } = bench();
  const onDisk = await readFile(workspace.at(file), 'utf8');
  await workbench.clickLens('Live: off');
  await expect
    .poll(() => workbench.codeLenses())
    .toContainEqual(expect.stringContaining('Live: on'));
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
  const { page } = workbench;
  await page.locator('.activitybar .action-label[aria-label^="Testing"]').first().click();
  const rows = page.locator('.test-explorer .monaco-list-row');
  const unfold = async (name: string): Promise<void> => {
    const row = rows.filter({ hasText: name }).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
  };
  await unfold('quickstart');
  await unfold('read_the_bundle');
  const probes = rows.filter({ hasText: /mg-/ });
  await expect.poll(() => probes.count()).toBe(8);
  const labels = async (): Promise<(string | null)[]> =>
    Promise.all((await probes.all()).map((row) => row.getAttribute('aria-label')));
  await expect.poll(labels).toContainEqual(expect.stringContaining('(Passed'));
  expect(await labels()).toContainEqual(expect.stringContaining('(Failed'));
  await workbench.screenshot('test-explorer');
  const failed = probes.nth((await labels()).findIndex((it) => it?.includes('(Failed')));
  await failed.hover();
  await failed
    .getByRole('button', { name: /Run Test/ })
    .first()
    .click();
  await workbench.screenshot('one-probe-run');
  await expect.poll(score).toMatch(/pass · \+[1-9] fixed .*simulated$/);
  await failed.locator('.label').click();
  await workbench.screenshot('failed-probe-selected');
  await workbench.page.keyboard.press('Escape');
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
  await (await workbench.openFile(file)).press('Control+Home');
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
  const all = workbench.page.locator('.quick-input-widget .quick-input-header [role="checkbox"]');
  await all.first().click();
  await workbench.page.keyboard.press('Enter');
  await expect.poll(score).toMatch(/\/30 pass/);
  await workbench.screenshot('pinned');
});

it('stops at the limit of calls, and goes on when more is allowed', async () => {
  const { workbench } = bench();
  await set({ 'grasp.probes.callLimit': 1 });
  await expect.poll(hint).toContain('of 1 calls');
  const editor = workbench.editor();
  await editor.goToEndOf('A search answers');
  await editor.type(' Never guess.');
  await expect
    .poll(score)
    .toMatch(/Call limit \(1\) reached: allow more · \d+\/30 pass .* outdated$/);
  expect(await lensCount()).toBe(3);
  await workbench.screenshot('limit');
  await set({ 'grasp.probes.callLimit': 5000 });
  await expect.poll(score).toMatch(/^\d+\/30 pass · \+[1-9]\d? fixed .*simulated$/);
});

it('measures against what was saved by hand, whatever the editor saves by itself', async () => {
  const { workbench, workspace } = bench();
  await set({ 'files.autoSave': 'afterDelay' });
  const editor = workbench.editor();
  await editor.type(' Nor hurry.');
  const onDisk = () => readFile(workspace.at(file), 'utf8');
  await expect.poll(onDisk).toContain('Nor hurry.');
  await expect.poll(score).toMatch(/pass · \+[1-9]\d? fixed .*simulated$/);
  await workbench.screenshot('saved-by-the-editor');
  await editor.save();
  await expect.poll(score).toMatch(/pass · \+0 fixed .*simulated$/);
  await workbench.screenshot('saved-by-hand');
});
