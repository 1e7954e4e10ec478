/** Runs as a person starts, follows, stops and resumes them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readEvents } from '../support/commandLine';
import { HeldServer } from '../support/heldServer';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const config = (agent: string, more = ''): string =>
  `task: { kind: quickstart }\nagent_preset: ${agent}\n` +
  'skills: { base_dir: skills/base, library_dir: skills/quickstart }\n' +
  `cycle: { epochs: 2, update_every: 10, grpo_k: 2, grpo_eval_n: 4, concurrency: 2 }\n${more}`;
/** What runs against it is under way for as long as a test wants. */
let held: HeldServer;

const bench = useWorkbench({
  workspace: async () => {
    held = await HeldServer.start();
    return makeWorkspace({
      files: {
        'configs/agents/held.yaml': held.preset(),
        'configs/held.yaml': config('held', 'run_name: held\n'),
        'configs/capped.yaml': config('simulated', 'run_name: capped\nbudget: { calls: 20 }\n'),
        'configs/broken.yaml': 'task:\n  kind: quickstart\ncycle:\n  epochs: [2\n',
        'configs/half.yaml': 'task:\n  kind: quickstart\nagent_preset: simulated\n',
        'configs/misspelt.yaml': config('simulated').replace('grpo_k', 'grpo_kk'),
      },
    });
  },
});

afterAll(() => held.close());

async function types(run: string): Promise<unknown[]> {
  const events = await readEvents(path.join(bench().workspace.runs, run));
  return events.map(({ type }) => type);
}
const status = async (): Promise<string> =>
  (await bench().workbench.statusBar()).find((text) => /GRASP|to review/.test(text)) ?? '';
const runs = () => bench().workbench.view('Runs');
/** A list with a row like this; label and description stand together in it. */
const row = (text: RegExp): string[] =>
  expect.arrayContaining([
    expect.stringMatching(new RegExp(text.source.replaceAll(' ', ' ?'))),
  ]) as string[];

it('start from the palette, after what they will take was shown', async () => {
  const { workbench } = bench();
  const view = await workbench.openView('GRASP', 'Runs');
  await expect.poll(() => view.welcome()).toContain('No runs yet');
  expect(await status()).toBe('');
  await workbench.runCommand('grasp.run.start');
  await expect
    .poll(() => workbench.picks())
    .toEqual(expect.arrayContaining([expect.stringContaining('configs/quickstart.yaml')]));
  const picks = await workbench.picks();
  expect(picks.join('\n')).toContain('quickstart · simulated · skills/quickstart');
  expect(picks.join('\n')).toMatch(/broken\.yaml.*cannot be read/);
  expect(picks.join('\n')).toMatch(/half\.yaml.*"cycle" is missing/);
  await workbench.screenshot('which-configuration');
  await workbench.pick('configs/quickstart.yaml');
  await expect.poll(() => workbench.picks()).toHaveLength(7);
  const estimate = (await workbench.picks()).join('\n');
  expect(estimate).toMatch(/model calls.*about \d+/);
  expect(estimate).toContain('cost');
  expect(estimate).toContain('now: simulated (no language model)');
  await workbench.screenshot('estimate');
  await workbench.pick('the gate decides');
  await expect.poll(() => workbench.terminalText()).toContain('its library');
  await expect.poll(() => runs().rows()).toEqual([expect.stringMatching(/finished · val 100 %/)]);
  await expect.poll(status).toMatch(/^\d+ edits? to review$/);
  expect(await workbench.notifications()).toEqual([]);
  await workbench.screenshot('finished');
});

it('show what was tried, and lead to the edit', async () => {
  const { workbench } = bench();
  await runs()
    .row(/finished/)
    .expand();
  await expect.poll(() => runs().rows()).toEqual(row(/^Baseline val/));
  await runs()
    .row(/^Epoch 0/)
    .expand();
  await runs()
    .row(/applied (ADD|MODIFY)/)
    .expand();
  await expect.poll(() => runs().rows()).toEqual(row(/accepted · \+\d/));
  expect(
    await runs()
      .row(/accepted · \+\d/)
      .label(),
  ).toMatch(/(ADD|MODIFY) \w+, accepted/);
  await workbench.screenshot('tree');
  await runs()
    .row(/finished/)
    .locator.hover();
  await workbench.page
    .locator('.workbench-hover')
    .filter({ hasText: 'Model calls' })
    .first()
    .waitFor();
  await workbench.screenshot('tooltip');
  await runs()
    .row(/accepted · \+\d/)
    .click();
  await expect.poll(() => workbench.tabs()).not.toEqual([]);
  await workbench.screenshot('candidate-opened');
  await runs()
    .row(/finished/)
    .collapse();
});

it('stop when they are told to, and go on when they are told to', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/held.yaml');
  await workbench.pick('the gate decides');
  held.letPass(3);
  await expect.poll(() => types('held')).toContain('update.started');
  await expect.poll(status).toMatch(/^GRASP epoch 0\/2/);
  await expect.poll(() => runs().rows()).toEqual(row(/^held running · epoch 0\/2/));
  await workbench.screenshot('held-running');
  await runs().row(/^held/).inlineAction('Stop Run');
  await expect.poll(() => types('held')).toContain('run.stopped');
  await expect.poll(() => runs().rows()).toEqual(row(/^held stopped by you/));
  await expect.poll(() => workbench.terminalText()).toContain('To go on:');
  await expect.poll(status).toMatch(/to review$/);
  await workbench.screenshot('stopped');
  await runs().row(/^held/).inlineAction('Resume Run');
  await expect.poll(() => types('held')).toContain('run.resumed');
  await expect.poll(() => runs().rows()).toEqual(row(/^held running/));
  await workbench.screenshot('resumed');
  await expect.poll(status).toMatch(/^GRASP /);
  await workbench.statusItem(/GRASP /).click();
  await expect.poll(() => runs().selected()).toEqual(row(/^held running/));
  expect(await workbench.notifications()).toEqual([]);
});

it('go on while the window is loaded anew, and can still be stopped', async () => {
  const { workbench } = bench();
  const before = (await types('held')).length;
  await workbench.reloadWindow();
  await workbench.openView('GRASP', 'Runs');
  await expect.poll(() => runs().rows()).toEqual(row(/^held running/));
  held.letPass(5);
  await expect.poll(async () => (await types('held')).length).toBeGreaterThan(before);
  expect((await types('held')).filter((type) => type === 'run.stopped')).toHaveLength(1);
  await expect.poll(status).toMatch(/^GRASP epoch/);
  await expect.poll(() => workbench.terminalText()).toContain('resumed');
  // The task is VS Code's again, too.
  await workbench.page.locator(String.raw`.statusbar-item#status\.runningTasks`).waitFor();
  await workbench.screenshot('after-reload');
  await workbench.runCommand('grasp.run.stop');
  await expect.poll(async () => (await types('held')).at(-1)).toBe('run.stopped');
  await expect.poll(() => runs().rows()).toEqual(row(/^held stopped by you/));
  await workbench.screenshot('stopped-after-reload');
  expect(await workbench.notifications()).toEqual([]);
});

it('end in order when somebody closes their terminal', async () => {
  const { workbench } = bench();
  await runs().row(/^held/).inlineAction('Resume Run');
  const resumed = async () => (await types('held')).filter((type) => type === 'run.resumed').length;
  await expect.poll(resumed).toBe(2);
  held.letPass(5);
  await expect.poll(async () => (await types('held')).at(-1)).not.toBe('run.resumed');
  await workbench.runCommand('Terminal: Kill the Active Terminal Instance');
  await expect.poll(async () => (await types('held')).at(-1)).toBe('run.stopped');
  await expect.poll(() => runs().rows()).toEqual(row(/^held stopped by you/));
  expect(await workbench.notifications()).toEqual([]);
});

it('that their budget stopped are resumed with a higher one', async () => {
  const { workbench } = bench();
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/capped.yaml');
  await workbench.pick('the gate decides');
  await expect.poll(() => runs().rows()).toEqual(row(/^capped stopped by its budget/));
  expect(await workbench.notifications()).toEqual([]);
  await runs()
    .row(/^capped/)
    .inlineAction('Resume Run');
  await expect.poll(() => workbench.quickInputText()).toContain('What may it spend in all');
  await workbench.screenshot('higher-budget');
  await workbench.typeInto('budget.calls=5000');
  await expect.poll(() => runs().rows()).toEqual(row(/^capped finished/));
});

it('say which line of their configuration is wrong, and lead there', async () => {
  const { workbench } = bench();
  workbench.expectErrors(/broken\.yaml|misspelt\.yaml/);
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/misspelt.yaml');
  expect(await workbench.notification('grpo_kk').text()).toMatch(/misspelt\.yaml:4: /);
  await workbench.screenshot('misspelt');
  await workbench.notification('grpo_kk').press('Open');
  await expect
    .poll(() => workbench.tabs())
    .toEqual(expect.arrayContaining([expect.stringContaining('misspelt.yaml')]));
  await expect.poll(() => workbench.statusBar()).toContain('Ln 4, Col 1');
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/broken.yaml');
  expect(await workbench.notification(/broken\.yaml:\d/).text()).toMatch(
    /^configs\/broken\.yaml:4: /,
  );
  await workbench.screenshot('broken');
});

it('that fail say so once, and show their log', async () => {
  const { workbench, workspace } = bench();
  await writeFile(workspace.at('configs/failing.yaml'), config('held', 'run_name: failing\n'));
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/failing.yaml');
  await workbench.pick('the gate decides');
  await expect.poll(() => types('failing')).toContain('run.started');
  // A folder where the run is about to write a file.
  await mkdir(workspace.at('runs/failing/val_scores.json'));
  held.open();
  const notice = workbench.notification('failing failed');
  expect(await notice.text()).toContain('val_scores.json');
  await expect.poll(() => runs().rows()).toEqual(row(/^failing failed/));
  await workbench.screenshot('failed-run');
  await notice.press('Show log');
  await expect
    .poll(() => workbench.editor().lines())
    .toEqual(expect.arrayContaining([expect.stringContaining('run stopped (error)')]));
});

it('that cannot even start say so, and show their terminal', async () => {
  const { workbench, workspace } = bench();
  await writeFile(workspace.at('taken'), 'a file where the runs should go');
  await writeFile(workspace.at('configs/failing.yaml'), config('simulated', 'output_dir: taken\n'));
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/failing.yaml');
  await workbench.pick('the gate decides');
  const notice = workbench.notification('failed with exit code');
  expect(await notice.text()).toMatch(/exit code [12]/);
  await workbench.screenshot('could-not-start');
  await notice.press('Show terminal');
  await expect.poll(() => workbench.terminalText()).toContain('taken');
  // A key would only close the terminal, now that it has the focus.
  await runs().row(/^held/).click();
});

it('that lie elsewhere than the others are found there', async () => {
  const { workbench, workspace } = bench();
  await writeFile(workspace.at('configs/failing.yaml'), config('simulated', 'output_dir: out\n'));
  await workbench.runCommand('grasp.run.start');
  await workbench.pick('configs/failing.yaml');
  await workbench.pick('the gate decides');
  await expect.poll(() => runs().rows()).toEqual(row(/^out /));
  const first = async () => {
    const rows = await runs().rows();
    return rows[rows.findIndex((text) => /^out/.test(text)) + 1];
  };
  await expect.poll(first).toMatch(/finished/);
  await workbench.screenshot('folders');
  await runs().row(/^out/).contextMenu('Close Folder of Runs');
  await expect.poll(() => runs().rows()).not.toEqual(row(/^out /));
});

it('keep what they log', async () => {
  const { workbench } = bench();
  await runs().row(/^held/).contextMenu('Show Log of Run');
  await expect
    .poll(() => workbench.editor().lines())
    .toEqual(expect.arrayContaining([expect.stringContaining('run stopped (user)')]));
  await workbench.screenshot('log');
});

it('of a terminal outside are followed too, say that they wait, and can be stopped', async () => {
  const { workbench, workspace } = bench();
  const live = await workspace.startWaitingRun('asks');
  await expect.poll(() => runs().rows()).toEqual(row(/^asks waits for your decision/));
  await expect.poll(status).toBe('GRASP waits for your decision');
  await workbench.statusItem('GRASP waits for your decision').click();
  await expect
    .poll(() => workbench.view('Edits').selected())
    .toEqual([expect.stringContaining('waits for you')]);
  await expect.poll(() => workbench.commentThread('gate: accepted').comments()).not.toEqual([]);
  await workbench.screenshot('waiting');
  await runs().row(/^asks/).inlineAction('Stop Run');
  await expect.poll(async () => (await types('asks')).at(-1)).toBe('run.stopped');
  await expect.poll(() => runs().rows()).toEqual(row(/^asks stopped by you/));
  await live.stop();
});
