/** Names that were written to do something: everywhere they are shown, they are text. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const forged = '[open](command:workbench.action.closeSidebar) $(flame)';
const shown = '[open] (command:workbench.action.closeSidebar)';

/** A run whose edits are called so, and which kept no transcripts. */
const bench = useWorkbench({
  workspace: async () => {
    const workspace = await makeWorkspace({ finishedRun: true });
    const journal = path.join(workspace.run, 'journal.jsonl');
    const text = await readFile(journal, 'utf8');
    const named = text.replaceAll('"name":"read_the_bundle"', `"name":${JSON.stringify(forged)}`);
    if (named === text) throw new Error('no edit of that name to forge');
    await writeFile(journal, named.replace(/"(transcript|baselineTranscript)":/g, '"none":'));
    return workspace;
  },
});

it('a forged name is text in a notice, and no link', async () => {
  const { workbench } = bench();
  await workbench.openView('GRASP', 'Edits');
  for (const title of ['Runs', 'Library']) {
    const header = workbench.page.locator('.pane-header').filter({ hasText: title });
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }
  await workbench
    .view('Edits')
    .row(/closeSidebar.*gate: accepted/)
    .click();
  await workbench.runCommand('GRASP: Open Transcripts of a Probe…');
  const notice = workbench.notification('kept no transcripts of the probes');
  expect(await notice.text()).toContain(shown);
  const links = workbench.page.locator('.notification-list-item-message a');
  expect(await links.count()).toBe(0);
});
