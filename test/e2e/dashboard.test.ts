import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { run as runCommandLine } from '../support/commandLine';
import { hostileJournal, largeJournal } from '../support/journals';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';
import type { Workbench } from './support/workbench';

const attack = '<img src=x onerror="document.title=1"><script>alert(1)</script>&amp;';
const onePoint = '[{"epoch": "baseline", "score": 0.25, "n_correct": 1, "n_total": 4}]';

const bench = useWorkbench({
  workspace: () =>
    makeWorkspace({
      finishedRun: true,
      files: {
        'runs/hostile/journal.jsonl': hostileJournal(attack),
        'runs/large/journal.jsonl': largeJournal(5000, 36),
        'runs/broken/val_scores.json': '[{"epoch": "baseline", "score": NaN}]',
        'runs/begun/journal.jsonl': '',
        'runs/point/val_scores.json': onePoint,
      },
    }),
});

/** What the console says of the policy that keeps foreign content out of the page. */
const refused: string[] = [];

beforeAll(() => {
  bench().workbench.page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
});

/** Opens the dashboard of a run through the palette. */
async function open(workbench: Workbench, run: string): Promise<Frame> {
  await workbench.runCommand('grasp.dashboard.open');
  await workbench.pick(new RegExp(`^${run}`));
  const frame = await workbench.webview(`h1:text-is("${run}")`);
  // The page takes the focus when it has come; a list that is opened before would be closed by that.
  await expect
    .poll(() => workbench.page.evaluate('document.activeElement?.tagName'))
    .toBe('IFRAME');
  return frame;
}

function tab(frame: Frame, name: string) {
  return frame.getByRole('tab', { name });
}

const axe = readFile(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it stands. */
async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(await axe);
  const found = await frame.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then((it) => it.violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

async function setTheme(workbench: Workbench, theme: string, kind: string): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.typeInto(theme);
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
}

it('shows the learning curve of a finished run', async () => {
  const { workbench } = bench();
  const frame = await open(workbench, 'quickstart');
  expect(await frame.locator('.status').innerText()).toBe('Finished');
  expect(await frame.locator('header').innerText()).toContain(
    'Played by a simulation, not by a language model',
  );
  const chart = frame.locator('#panel-curve svg[role=img]').first();
  expect(await chart.getAttribute('aria-label')).toContain('Val is 30 % at the baseline.');
  await workbench.screenshot('curve');
  await frame.locator('summary', { hasText: 'Learning curve as a table' }).click();
  const rows = await frame.locator('#panel-curve details tbody tr').allInnerTexts();
  expect(rows[0]).toMatch(/^baseline\s+30 %\s+3 of 10/);
  expect(rows[2]).toMatch(/^epoch 1\s+100 %\s+10 of 10.*best$/);
  expect(await violations(frame)).toEqual([]);
});

it('stands beside one and the same number of edits to review', async () => {
  const { workbench } = bench();
  // One more edit was accepted by the gate, of a run that belongs to no library here.
  await expect.poll(() => workbench.statusBar()).toContain('4 edits to review');
  await expect.poll(() => workbench.badge('GRASP')).toBe('4');
});

it('shows what became of every probe of every candidate', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-matrix');
  await tab(frame, 'Candidates and probes').click();
  const grid = frame.getByRole('grid');
  await grid.waitFor();
  const accepted = grid.locator('tr', { hasText: 'answer_as_bare_number' }).first();
  await accepted.locator('td.cell.fixed').hover();
  const active = frame.locator('.active');
  await expect.poll(() => active.innerText()).toContain('before: failed');
  expect(await active.innerText()).toContain('with the edit: passed');
  await workbench.screenshot('matrix');
  expect(await violations(frame)).toEqual([]);
});

it('is moved through with the keys', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-matrix');
  await frame.locator('#filter-epoch').focus();
  await workbench.page.keyboard.press('Tab');
  const focused = () => frame.evaluate<string>('document.activeElement.ariaLabel ?? ""');
  expect(await focused()).toBe('epoch 0, update 0: ADD explain_the_number');
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await workbench.page.keyboard.press(key);
  }
  expect(await focused()).toMatch(/^mg-\w+: still failing; before: failed/);
  await workbench.page.keyboard.press('Control+End');
  expect(await frame.locator('.active .title').innerText()).toContain('epoch 4');
  await workbench.screenshot('matrix-keys');
});

it('filters by verdict', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-matrix');
  await frame.locator('#filter-verdict').selectOption({ label: 'accepted' });
  await expect
    .poll(() => frame.locator('.count').innerText())
    .toMatch(/^4 of 29 candidates, \d+ probes$/);
  const verdicts = await frame.locator('.matrix tbody .verdict').allInnerTexts();
  expect(verdicts).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  await frame.locator('#filter-verdict').selectOption({ label: 'inconclusive' });
  await frame.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => frame.locator('.count').innerText()).toMatch(/^29 of 29/);
  await frame.locator('summary', { hasText: 'Candidates with their reasons' }).click();
  const reasons = frame.locator('.matrix-section details tbody tr');
  expect(await reasons.first().innerText()).toContain('It fixed no failing probe.');
  expect(await reasons.count()).toBe(29);
  expect(await violations(frame)).toEqual([]);
  await workbench.screenshot('reasons');
});

it('opens an edit', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-matrix');
  await frame.getByRole('grid').locator('tbody th').first().dblclick();
  await expect.poll(() => workbench.tabs()).toHaveLength(2);
  await workbench.screenshot('edit');
  await workbench.runCommand('View: Close Editor');
  await expect.poll(() => workbench.tabs()).toHaveLength(1);
});

it('shows what was spent', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-cost');
  await tab(frame, 'Candidates and probes').focus();
  await workbench.page.keyboard.press('ArrowRight');
  const rows = frame.locator('#panel-cost tbody tr');
  const figure = await frame.locator('.figures').innerText();
  const [, reused, made] = /model calls, (\d+) reused\s+(\d+)/.exec(figure) ?? [];
  const total = await rows.filter({ hasText: 'Total' }).innerText();
  expect(total).toMatch(new RegExp(`^Total\\s+${made}\\s+${reused}\\s`));
  // The estimate takes a moment: it reads what the configuration names.
  const calls = rows.filter({ hasText: 'Model calls' });
  await expect.poll(() => calls.innerText()).toMatch(/none\s+about [\d,]+ \([\d,]+ to [\d,]+\)$/);
  await workbench.screenshot('cost');
  expect(await violations(frame)).toEqual([]);
});

it('compares runs', async () => {
  const { workbench } = bench();
  const frame = await workbench.webview('#tab-curve');
  await frame.getByRole('button', { name: 'Compare with runs…' }).click();
  await workbench.pick(/^point/);
  await workbench.pick(/^hostile/);
  await workbench.page.keyboard.press('Enter');
  const chips = frame.locator('.compared button');
  await expect.poll(() => chips.count()).toBe(2);
  await tab(frame, 'Learning curve').click();
  const legend = await frame.locator('#panel-curve .legend').innerText();
  expect(legend).toContain('quickstart, val');
  expect(legend).toContain('point, val');
  expect(await frame.locator('#panel-curve .notice').innerText()).toContain('not of the same task');
  const table = frame.locator('#panel-curve table').first();
  expect(await table.innerText()).toMatch(/hostile\s+Finished/);
  await workbench.screenshot('compared');
  expect(await violations(frame)).toEqual([]);
  await frame.getByRole('button', { name: 'Remove hostile from the comparison' }).click();
  await expect.poll(() => chips.allInnerTexts()).toEqual(['point ×']);
});

it('is there again after a reload of the window, as it was', async () => {
  const { workbench } = bench();
  const before = await workbench.webview('#tab-matrix');
  await tab(before, 'Candidates and probes').click();
  await before.locator('#filter-verdict').selectOption({ label: 'rejected' });
  await workbench.reloadWindow();
  const frame = await workbench.webview('h1:text-is("quickstart")');
  expect(await tab(frame, 'Candidates and probes').getAttribute('aria-selected')).toBe('true');
  expect(await frame.locator('.count').innerText()).toMatch(/^25 of 29/);
  expect(await frame.locator('.compared button').allInnerTexts()).toEqual(['point ×']);
  await workbench.screenshot('reloaded');
  await frame.locator('#filter-verdict').selectOption({ label: 'all verdicts' });
});

it.each([
  ['light', 'Light Modern', 'vs'],
  ['high-contrast', 'Dark High Contrast', 'hc-black'],
  ['high-contrast-light', 'Light High Contrast', 'hc-light'],
])('can be read in a %s theme', async (name, theme, kind) => {
  const { workbench } = bench();
  await setTheme(workbench, theme, kind);
  const frame = await workbench.webview('h1:text-is("quickstart")');
  for (const part of ['Learning curve', 'Candidates and probes', 'Cost']) {
    await tab(frame, part).click();
    await workbench.screenshot(`${name}-${part}`);
    expect(await violations(frame)).toEqual([]);
  }
});

it('can be read with forced colours, and where there is little room', async () => {
  const { workbench } = bench();
  await setTheme(workbench, 'Dark Modern', 'vs-dark');
  const { page } = workbench;
  const frame = await workbench.webview('h1:text-is("quickstart")');
  await page.emulateMedia({ forcedColors: 'active' });
  await tab(frame, 'Candidates and probes').click();
  await workbench.screenshot('forced-colours-matrix');
  await tab(frame, 'Learning curve').click();
  await workbench.screenshot('forced-colours-curve');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.setViewportSize({ width: 560, height: 800 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.screenshot('narrow-curve');
  const width = () => frame.evaluate<number[]>('[document.body.scrollWidth, innerWidth]');
  for (const part of ['Learning curve', 'Candidates and probes', 'Cost']) {
    await tab(frame, part).click();
    await expect.poll(async () => (await width()).reduce((all, one) => all - one) <= 0).toBe(true);
    await workbench.screenshot(`narrow-${part}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
});

it('shows hostile names as the text they are', async () => {
  const { workbench } = bench();
  const frame = await open(workbench, 'hostile');
  expect(await frame.locator('.facts').innerText()).toContain(attack);
  for (const part of ['Learning curve', 'Candidates and probes', 'Cost']) {
    await tab(frame, part).click();
    expect(await frame.locator('img, main script').count()).toBe(0);
  }
  await tab(frame, 'Candidates and probes').click();
  await frame.locator('td.cell').first().hover();
  await expect.poll(() => frame.locator('.active').innerText()).toContain(attack);
  expect(await frame.evaluate('document.title')).toBe('Dashboard of run hostile');
  await workbench.screenshot('hostile');
});

it('stays quick with thousands of candidates', async () => {
  const { workbench } = bench();
  const frame = await open(workbench, 'large');
  await tab(frame, 'Candidates and probes').click();
  await expect.poll(() => frame.locator('.count').innerText()).toContain('2,500 of 5,000');
  await frame.locator('#filter-epoch').selectOption({ label: 'all epochs' });
  const grid = frame.getByRole('grid');
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('5001');
  await grid.locator('tbody th').first().click();
  await workbench.page.keyboard.press('Control+End');
  await expect.poll(() => frame.locator('.active .title').innerText()).toContain('skill_4999');
  expect(await grid.locator('tr').count()).toBeLessThan(100);
  await workbench.screenshot('large');
});

it('says what is missing, and what to do', async () => {
  const { workbench } = bench();
  const begun = await open(workbench, 'begun');
  expect(await begun.locator('#panel-curve').innerText()).toContain('No score yet.');
  const point = await open(workbench, 'point');
  await expect
    .poll(() => point.locator('#panel-curve .notice').first().innerText())
    .toContain('One point so far');
  await tab(point, 'Candidates and probes').click();
  expect(await point.locator('#panel-matrix').innerText()).toContain('name no candidates');
  await tab(point, 'Cost').click();
  expect(await point.locator('#panel-cost').innerText()).toContain('do not tell');
  await workbench.screenshot('published');

  workbench.expectErrors(/val_scores\.json/);
  await workbench.runCommand('grasp.dashboard.open');
  await workbench.pick(/^broken/);
  const broken = await workbench.webview('.problem');
  expect(await broken.locator('.problem').innerText()).toContain('not a list of val scores');
  await workbench.screenshot('broken');
  await broken.getByRole('button', { name: 'Choose a run…' }).click();
  await expect.poll(() => workbench.picks()).toHaveLength(6);
  // The first Escape would only take away what is shown about the entry under the pointer.
  await workbench.page.mouse.move(640, 600);
  await workbench.closeQuickInput();
});

it('follows a run that goes on', async () => {
  const { workbench, workspace } = bench();
  const live = await workspace.startWaitingRun('live');
  const [edit = ''] = await live.waits();
  const frame = await open(workbench, 'live');
  const status = frame.locator('.status');
  expect(await status.innerText()).toContain('Waiting for your decision');
  expect(await frame.locator('.note.warning').innerText()).toContain('on 1 edit');
  await tab(frame, 'Candidates and probes').click();
  const judged = Number.parseInt(await frame.locator('.count').innerText(), 10);
  await frame.locator('.matrix tbody th').first().focus();
  await frame.evaluate('globalThis.isSame = true');
  await workbench.screenshot('waiting');
  await frame.getByRole('button', { name: 'Show edits' }).click();
  await expect
    .poll(() => workbench.view('Edits').selected())
    .toEqual([expect.stringMatching(/^live ?waits for your decision/)]);
  await workbench.screenshot('edits-of-the-run');
  await frame.locator('.matrix tbody th').first().focus();
  await runCommandLine(['decide', live.folder, '--edit', edit, '--accept']);
  const count = async () => Number.parseInt(await frame.locator('.count').innerText(), 10);
  await expect.poll(count).toBeGreaterThan(judged);
  // The page was not made anew, and who was reading in it still is.
  expect(await frame.evaluate('globalThis.isSame')).toBe(true);
  expect(await frame.evaluate('document.activeElement.closest("tbody") !== null')).toBe(true);
  await workbench.screenshot('going-on');
  await live.stop();
  await expect.poll(() => status.innerText()).toContain('Stopped');
});

it('never asked for anything that its policy refuses', () => {
  expect(refused).toEqual([]);
});
