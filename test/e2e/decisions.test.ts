/** A person decides on the edits of a run: boxes, buttons, filter, undo. */
import { readFile, rm, writeFile } from 'node:fs/promises';
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

it('lists the edits of a run, those that the gate accepted first', async () => {
  const { workbench } = bench();
  await workbench.openView('GRASP', 'Edits');
  await expect.poll(() => edits().rows()).toContain('Show 25 that the gate refused');
  expect(await edits().row(added).text()).toContain('gate: accepted');
  await workbench.screenshot('list');
});

it('accepts with a tick, and takes back', async () => {
  const { workbench } = bench();
  expect(await edits().row(added).isTicked()).toBe(false);
  await edits().row(added).tick();
  await expect.poll(() => edits().row(added).text()).toContain('accepted by you');
  await expect.poll(() => edits().row(added).isTicked()).toBe(true);
  await expect.poll(() => skill('answer_as_bare_number')).toContain('name: answer_as_bare_number');
  await workbench.screenshot('ticked');
  await edits().row(added).inlineAction('Undo Decision on Edit');
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

it('says which of several could not be accepted, and why', async () => {
  const { workbench, workspace } = bench();
  workbench.expectErrors(/does not fit your library/);
  const other = '---\nname: answer_as_bare_number\ndescription: Another.\n---\nAnother.\n';
  const file = path.join(workspace.library, 'answer_as_bare_number.md');
  await writeFile(file, other);
  await expect.poll(() => edits().row(added).text()).toContain('no longer applies');
  await edits().row('quickstart').inlineAction('Accept All Edits');
  const notice = workbench.notification('2 could not be. The first: ADD answer_as_bare_number');
  expect(await notice.text()).toContain('Your library has another skill "answer_as_bare_number"');
  expect(await notice.buttons()).toContain('Show log');
  await workbench.screenshot('accept-all');
  await notice.close();
  await rm(file);
  await expect.poll(() => edits().row(added).text()).not.toContain('no longer applies');
  await edits().pressTitleButton('Filter Edits…');
  await workbench.pick('Accepted by you');
  for (const done of [accepted, /magnesium_time_window/]) {
    await edits().row(done).inlineAction('Undo Decision on Edit');
    await expect.poll(() => edits().rows()).not.toContainEqual(expect.stringMatching(done));
  }
  await edits().pressTitleButton('Filter Edits…');
  await workbench.pick('All edits');
});

it('runs the probes of an edit again', async () => {
  const { workbench } = bench();
  await edits().row(accepted).contextMenu('Re-run Probes of Edit');
  await expect.poll(() => edits().row(accepted).text()).toMatch(/re-run \d+\/\d+/);
  await workbench.screenshot('probed');
});

it('asks which edit is meant when nothing says so', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.edits.reject');
  await expect.poll(() => workbench.quickInputText()).toContain('Reject which edit?');
  await workbench.screenshot('which');
  await workbench.closeQuickInput();
});

it('shows that a run waits, and lets it go on', async () => {
  const { workbench, workspace } = bench();
  const live = await workspace.startWaitingRun();
  await expect.poll(() => edits().row('live').text()).toContain('waits for your decision');
  await expect
    .poll(() => workbench.page.locator('.sidebar').innerText())
    .toContain('Run live waits for your decision.');
  const [id] = await live.waits();
  await workbench.screenshot('waiting');
  await edits()
    .row(/waits for you ·/)
    .tick();
  await expect.poll(() => edits().row(/live/).text()).toContain('edits');
  // It waits for its next edit: this one is decided.
  await expect.poll(() => live.waits().then(([next]) => next !== id)).toBe(true);
  await workbench.screenshot('went-on');
});
