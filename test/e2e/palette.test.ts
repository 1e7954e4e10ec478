import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const bench = useWorkbench({ workspace: () => makeWorkspace({ finishedRun: true }) });

it('offers its commands in the palette', async () => {
  const { workbench } = bench();
  await expect
    .poll(() => workbench.commandsLike('GRASP Start'))
    .toContain('GRASP: Start Learning…');
  await workbench.screenshot('palette');
});

it('shows its views', async () => {
  const { workbench } = bench();
  await workbench.openView('GRASP', 'Runs');
  await workbench.screenshot('views');
  await workbench.openFile('skills/quickstart/read_the_bundle.md');
  await expect.poll(() => workbench.editor().lines()).toContain('name: read_the_bundle');
  await workbench.screenshot('file');
});
