import { it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';
const bench = useWorkbench({ trusted: false, settings: {'workbench.colorTheme': 'Light Modern'}, workspace: () => makeWorkspace({ files: {'configs/agents/evil.yaml': 'backend: simulated\n', 'media/x': 'y', '.vscode/settings.json': '{"grasp.model.agent":"evil","grasp.model.endpoints":["http://127.0.0.1:1/v1"]}' }}) });
it('untrusted', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.model.select');
  await workbench.page.waitForTimeout(3000);
  console.log(await workbench.picks());
  await workbench.screenshot('list');
  await workbench.closeQuickInput();
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('grasp.setup.open');
  await workbench.page.waitForTimeout(3000);
  await workbench.screenshot('light');
  await workbench.page.locator('.getting-started-step', { hasText: 'Review an edit' }).first().click();
  await workbench.page.waitForTimeout(2000);
  await workbench.screenshot('light2');
});
