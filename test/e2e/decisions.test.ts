/** A person decides on the edits of a run: boxes, buttons, filter, undo. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const bench = useWorkbench({ workspace: () => makeWorkspace({ finishedRun: true }) });
const edits = () => bench().workbench.view('Edits');
const skill = (name: string): Promise<string> =>
  readFile(path.join(bench().workspace.library, `${name}.md`), 'utf8').catch(() => '');
const accepted = /MODIFY read_the_bundle/;
const added = /ADD answer_as_bare_number/;
const refused = /ADD explain_the_number/;

it('lists the edits of a run with what the gate said', async () => {
  const { workbench } = bench();
  await workbench.openView('GRASP', 'Edits');
  await expect
    .poll(() => edits().rows())
    .toContain('ADD answer_as_bare_number +1 −0 · gate: accepted');
  await expect.poll(() => edits().rows()).toContain('Show 25 that the gate refused');
  await workbench.screenshot('list');
  await edits().row('Show 25').click();
  await expect
    .poll(() =>
      edits()
        .rows()
        .then((rows) => rows.length),
    )
    .toBeGreaterThan(7);
  await workbench.screenshot('all');
  await edits().pressTitleButton('Filter Edits…');
  await workbench.pick('Accepted by the gate, or decided');
  await expect.poll(() => edits().rows()).toContain('Show 25 that the gate refused');
});

it('accepts with a tick and takes back with another', async () => {
  const { workbench } = bench();
  expect(await edits().row(added).isTicked()).toBe(false);
  await edits().row(added).tick();
  await workbench.statusItem('Accepted ADD').waitFor();
  await expect.poll(() => edits().row(added).text()).toContain('accepted by you');
  await expect.poll(() => edits().row(added).isTicked()).toBe(true);
  expect(await skill('answer_as_bare_number')).toContain('name: answer_as_bare_number');
  await workbench.screenshot('ticked');
  await edits().row(added).tick();
  await expect.poll(() => edits().row(added).isTicked()).toBe(false);
  await expect.poll(() => skill('answer_as_bare_number')).toBe('');
});

it('asks why when the person decides against the gate, and keeps the answer', async () => {
  const { workbench } = bench();
  await edits().row(accepted).inlineAction('Reject Edit');
  await expect.poll(() => workbench.quickInputText()).toContain('Why do you decide otherwise?');
  await workbench.screenshot('why');
  await workbench.typeInto('too narrow for us');
  await expect.poll(() => edits().row(accepted).text()).toContain('rejected by you');
  await edits().row(accepted).inlineAction('Undo Decision on Edit');
  await expect.poll(() => edits().row(accepted).text()).not.toContain('by you');

  await edits().pressTitleButton('Filter Edits…');
  await workbench.pick('All edits');
  await edits().row(refused).inlineAction('Accept Edit');
  await workbench.typeInto('we need it anyway');
  await expect.poll(() => edits().row(refused).text()).toContain('accepted by you');
  const text = await skill('explain_the_number');
  expect(text).toContain('override:');
  expect(text).toContain('reason: we need it anyway');
  expect(text).toMatch(/evidence: \d+ fixed, \d+ regressed of \d+ probes/);
  await workbench.screenshot('override');
});

it('filters', async () => {
  const { workbench } = bench();
  await edits().pressTitleButton('Filter Edits…');
  await workbench.screenshot('filter');
  await workbench.pick('Decided against the gate');
  await expect.poll(() => edits().rows()).toHaveLength(2);
  expect(await edits().row(refused).text()).toContain('accepted by you');
  await workbench.screenshot('filtered');
  await edits().pressTitleButton('Filter Edits…');
  await workbench.pick('Accepted by the gate, or decided');
  await expect.poll(() => edits().rows()).toHaveLength(7);
});

it('accepts all that the gate accepted', async () => {
  const { workbench, workspace } = bench();
  await edits().pressTitleButton('Accept All Edits That the Gate Accepted');
  // It is shown for a few seconds only.
  await workbench.statusItem('4 edits decided').waitFor();
  await expect.poll(() => edits().row(accepted).text()).toContain('accepted by you');
  await expect
    .poll(async () => (await readdir(workspace.library)).sort())
    .toEqual([
      '.history',
      'answer_as_bare_number.md',
      'magnesium_time_window.md',
      'explain_the_number.md',
      'read_the_bundle.md',
    ]);
  await workbench.screenshot('all');
});

it('follows Ctrl+Z in the skill file', async () => {
  const { workbench } = bench();
  const editor = await workbench.openFile('skills/quickstart/read_the_bundle.md');
  await expect.poll(() => editor.lines()).toContain('version: 2');
  await workbench.screenshot('skill');
  await workbench.page.locator('.editor-instance .view-lines').first().click();
  await workbench.page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => edits().row(accepted).text()).not.toContain('by you');
  await workbench.screenshot('undone');
  await workbench.page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(() => edits().row(accepted).text()).toContain('accepted by you');
});

it('runs the probes of an edit again', async () => {
  const { workbench } = bench();
  await edits().row(accepted).contextMenu('Re-run Probes of Edit');
  await expect.poll(() => edits().row(accepted).text()).toMatch(/re-run \d+\/\d+/);
  await workbench.screenshot('probed');
});

it('asks which edit is meant when nothing says so', async () => {
  const { workbench } = bench();
  await workbench.runCommand('workbench.action.closeAllEditors').catch(() => undefined);
  await workbench.runCommand('grasp.edits.reject');
  await expect.poll(() => workbench.quickInputText()).toContain('Reject which edit?');
  await workbench.screenshot('which');
  await workbench.closeQuickInput();
});
