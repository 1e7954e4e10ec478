/** What a user installs works by itself: nothing of the repository is within its reach. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readEvents } from '../support/commandLine';
import { useWorkbench } from './support/useWorkbench';

const bench = useWorkbench({ extension: 'vsix' });

it('shows itself in the palette and in the side bar', async () => {
  const { workbench } = bench();
  await expect
    .poll(() => workbench.commandsLike('GRASP Start'))
    .toContain('GRASP: Start Learning…');
  const runs = await workbench.openView('GRASP', 'Runs');
  await expect.poll(() => runs.welcome()).toContain('No runs yet');
});

it('learns the quickstart to its end', async () => {
  const { workbench, workspace } = bench();
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('the gate decides');
  const events = async (): Promise<unknown[]> => {
    const [name = 'none'] = await readdir(workspace.runs).catch(() => []);
    return (await readEvents(path.join(workspace.runs, name))).map(({ type }) => type);
  };
  await expect.poll(events).toContain('run.finished');
  await expect.poll(() => workbench.view('Runs').rows()).not.toEqual([]);
  await workbench.screenshot('learned');
});
