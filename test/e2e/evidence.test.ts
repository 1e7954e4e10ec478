/** An edit with its evidence, as a person meets it: inline, side by side, hunk by hunk, in three themes. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import type { CommentThread } from './support/commentThread';
import { useWorkbench } from './support/useWorkbench';
import type { Workbench } from './support/workbench';

const bench = useWorkbench({ workspace: () => makeWorkspace({ finishedRun: true }) });

const ofTheEdit = /MODIFY read_the_bundle.*gate: accepted/;
const skillFile = (): Promise<string> =>
  readFile(path.join(bench().workspace.library, 'read_the_bundle.md'), 'utf8');
const thread = (): CommentThread => bench().workbench.commentThread('read_the_bundle');
/** Is there such a lens? Those that only say something are no links. */
const lens = async (text: string): Promise<boolean> => {
  const rows = bench().workbench.page.locator('.editor-instance .codelens-decoration > *');
  const found = await rows.allTextContents();
  return found.some((it) => it.replaceAll('\u00a0', ' ').trim() === text);
};

/** Gives the view of the edits the whole side bar: what is scrolled out of sight does not exist. */
async function openEdits(workbench: Workbench): Promise<void> {
  await workbench.openView('GRASP', 'Edits');
  for (const title of ['Runs', 'Library']) {
    const header = workbench.page.locator('.pane-header').filter({ hasText: title });
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
}

async function chooseTheme(workbench: Workbench, name: string, sign: string): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.typeInto(name);
  await workbench.page.locator(`.monaco-workbench.${sign}`).waitFor();
}

it('opens an edit from the list, with the verdict and every probe on its first hunk', async () => {
  const { workbench } = bench();
  await openEdits(workbench);
  await workbench.view('Edits').row(ofTheEdit).click();
  await expect.poll(() => workbench.tabs()).toEqual(['MODIFY read_the_bundle.md']);
  await expect.poll(() => lens('gate: accepted · 3/7 → 5/7')).toBe(true);
  await expect.poll(() => workbench.editor().lines()).toContain('tags: [patient, level, recent]');
  expect(await workbench.editor().lines()).toContain('tags: [patient, observation, level]');
  expect(await thread().title()).toBe('MODIFY "read_the_bundle" · gate: accepted · 3/7 → 5/7');
  const [gate = ''] = await thread().comments();
  expect(gate).toContain('The gate accepted this edit. It fixed 2 failing probes');
  expect(gate.match(/mg-S\d+/g)).toHaveLength(7);
  expect(await thread().buttons()).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Accept Edit'),
      expect.stringContaining('Reject Edit'),
      expect.stringContaining('Re-run Probes'),
    ]),
  );
  // Nothing else opens by itself.
  expect(await workbench.page.locator('.part.panel').isVisible()).toBe(false);
  await workbench.screenshot('inline');
});

it('opens both transcripts of a probe side by side', async () => {
  const { workbench } = bench();
  await thread().locator.getByText('open', { exact: true }).first().click();
  await expect
    .poll(() => workbench.tabs())
    .toContainEqual(expect.stringMatching(/^mg-S\d+: before ↔ after MODIFY/));
  await expect
    .poll(() => workbench.editor().lines())
    .toContainEqual(expect.stringMatching(/^Rollout: +after/));
  await workbench.screenshot('transcripts');
});

it('keeps a reason for the decision', async () => {
  const { workbench } = bench();
  await workbench.view('Edits').row(ofTheEdit).click();
  await thread().reply('The last one is *what was asked*.', 'Keep as Reason');
  await expect.poll(() => thread().comments()).toContain('The last one is *what was asked*.');
  await workbench.screenshot('reason');
});

it('decides with the reason that was just typed', async () => {
  const { workbench } = bench();
  await thread().reply('Too narrow.', 'Reject with This Reason');
  await expect
    .poll(() => lens('Rejected by you: The last one is *what was asked*. Too narrow.'))
    .toBe(true);
  await workbench.screenshot('with-reason');
  await workbench.clickLens('Undo');
  // Takes the focus away before VS Code asks for other lenses, which it then never does by itself.
  await workbench.view('Edits').row(ofTheEdit).click();
  await expect.poll(() => lens('Accept all')).toBe(true);
  await thread().reply('The last one is *what was asked*.', 'Keep as Reason');
  await expect.poll(() => thread().comments()).toContain('The last one is *what was asked*.');
});

it('writes one hunk into the skill, and takes it out again with undo in the editor', async () => {
  const { workbench } = bench();
  const before = await skillFile();
  await thread().press('Collapse');
  await workbench.clickLens('Accept hunk');
  await expect.poll(() => lens('In your skill')).toBe(true);
  expect(await lens('Not in your skill')).toBe(true);
  expect(await lens('Accepted in part by you: The last one is *what was asked*.')).toBe(true);
  const text = await skillFile();
  expect(text).toContain('latest measurement of a patient');
  expect(text).toContain('reason: The last one is *what was asked*.');
  expect(text).not.toContain('Choose by time');
  await workbench.screenshot('one-hunk');

  await workbench.openFile('skills/quickstart/read_the_bundle.md');
  await workbench.editor().press('Control+z');
  await expect.poll(() => workbench.editor().lines()).toContain('version: 1');
  await workbench.editor().save();
  await expect.poll(skillFile).toBe(before);
  await expect.poll(() => lens('Review edit: gate accepted, +2 −0')).toBe(true);
  await workbench.screenshot('skill-file');
  await workbench.clickLens('Review edit: gate accepted');
  await expect.poll(() => lens('In your skill')).toBe(false);
  await expect.poll(() => lens('Accept hunk')).toBe(true);
});

it('lets the proposal be changed by hand, beside the file, before it is accepted', async () => {
  const { workbench } = bench();
  const before = await skillFile();
  await workbench.clickLens('Edit by hand');
  await expect
    .poll(() => workbench.tabs())
    .toContainEqual('MODIFY "read_the_bundle" (your file ↔ proposal)');
  await workbench.screenshot('by-hand');
  await workbench.editor().goToEndOf('name: read_the_bundle');
  await workbench.editor().press('ArrowDown');
  await workbench.editor().press('End');
  await workbench.editor().type(' Mind the minutes.');
  await workbench.editor().save();
  await expect
    .poll(() => thread().comments())
    .toContainEqual(expect.stringContaining('You changed this proposal'));
  expect(await skillFile()).toBe(before);
  await workbench.screenshot('by-hand-saved');

  await thread().press('Accept Edit');
  await workbench.typeInto('Minutes matter.');
  await expect.poll(skillFile).toContain('Mind the minutes.');
  await expect
    .poll(() => workbench.tabs())
    .toContainEqual('MODIFY "read_the_bundle" (before ↔ your file)');
  await expect
    .poll(() => thread().comments())
    .toContainEqual(expect.stringContaining('Minutes matter.'));
  await workbench.screenshot('accepted-side-by-side');

  await thread().press('Undo Decision');
  await expect.poll(skillFile).toBe(before);
  await expect
    .poll(() => workbench.tabs())
    .toContainEqual('MODIFY "read_the_bundle" (your file ↔ proposal)');
  await workbench.runCommand('grasp.edits.toggleLayout');
  await expect.poll(() => lens('Accept hunk')).toBe(true);
});

it('goes to the next edit and offers its actions by keyboard', async () => {
  const { workbench } = bench();
  await workbench.editor().press('Alt+F8');
  await expect.poll(() => workbench.tabs()).not.toContain('MODIFY read_the_bundle.md');
  await workbench.editor().press('Control+.');
  await expect
    .poll(() => workbench.picks())
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('Accept'),
        expect.stringContaining('Show probes'),
      ]),
    );
  await workbench.screenshot('actions');
  await workbench.closeQuickInput();
});

it('can be read in light and in contrast', async () => {
  const { workbench } = bench();
  await workbench.view('Edits').row(ofTheEdit).click();
  await expect.poll(() => lens('Accept hunk')).toBe(true);
  await thread().press('Collapse');
  const themes = {
    'Light Modern': 'vs',
    'Dark High Contrast': 'hc-black',
    'Light High Contrast': 'hc-light',
  };
  for (const [theme, sign] of Object.entries(themes)) {
    await chooseTheme(workbench, theme, sign);
    await workbench.screenshot(theme);
  }
  await workbench.runCommand('grasp.edits.showProbes');
  await expect.poll(() => thread().comments()).not.toEqual([]);
  await workbench.screenshot('thread-in-contrast');
  await workbench.openFile('skills/quickstart/read_the_bundle.md');
  await expect.poll(() => lens('Review edit: gate accepted, +2 −0')).toBe(true);
  await workbench.screenshot('skill-file-in-contrast');
});
