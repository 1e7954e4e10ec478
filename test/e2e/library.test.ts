import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { makeWorkspace } from '../support/workspace';
import { useWorkbench } from './support/useWorkbench';

const skill = (version: number, rule: string, provenance: string): string =>
  [
    '---',
    'name: convert_units',
    'description: Convert quantities to the unit that the question asks for before comparing them.',
    'tags:',
    '  - units',
    `version: ${version}`,
    provenance,
    '---',
    '',
    '# Convert units',
    '',
    '## When to use this skill',
    '',
    '- The question names one unit and the record holds another.',
    '',
    '## Rule',
    '',
    `- ${rule}`,
    '',
  ].join('\n');

const provenance = (version: number, fixes: number, more = ''): string =>
  [
    'provenance:',
    `  epoch: ${version - 1}`,
    '  update_cycle: 2',
    `  action: ${version === 1 ? 'ADD' : 'MODIFY'}`,
    `  probe_score: ${fixes}`,
    `  fixes: ${fixes}`,
    '  regressions: 0',
    ...(version === 1 ? [] : [`  parent_version: ${version - 1}`]),
    ...(more === '' ? [] : [more]),
  ].join('\n');

const override =
  '  override:\n    by: author\n    verdict: rejected\n    reason: "Safer for | children <b>"\n    at: "2031-05-01T10:00:00Z"';

const bench = useWorkbench({
  workspace: () =>
    makeWorkspace({
      finishedRun: true,
      files: {
        'skills/quickstart/convert_units.md': skill(
          3,
          'Write both units down, convert, then compare.',
          provenance(3, 4, override),
        ),
        'skills/quickstart/.history/convert_units_v2.md': skill(
          2,
          'Convert, then compare.',
          provenance(2, 2),
        ),
        'skills/quickstart/.history/convert_units_v1.md': skill(1, 'Compare.', provenance(1, 3)),
        'skills/quickstart/half_written.md': '---\nname: half_written\ndescription: Not closed\n',
        'configs/mine.yaml':
          'task:\n  kind: quickstart\nagent_preset: simulated\nskills:\n  library_dir: skills/mine\n  layout: folder\ncycle:\n  epochs: 1\n',
        '.github/skills/Plan_Route/SKILL.md':
          '---\nname: Plan_Route\ndescription: Plans a route. Use when asked how to get somewhere.\n---\n\n# Plan\n\nLook the timetable up first.\n',
      },
    }),
  settings: { 'files.autoSave': 'off' },
});

it('shows libraries, skills with their lift, and versions', async () => {
  const { workbench } = bench();
  const view = await workbench.openView('GRASP', 'Library');
  await expect
    .poll(() => view.rows())
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('skills/quickstart'),
        expect.stringMatching(/convert_units.*v3 · \+4 −0 in its last update/),
        expect.stringMatching(/half_written\.md.*not closed/),
        expect.stringContaining('.github/skills'),
        expect.stringMatching(/Plan_Route.*1 error/),
      ]),
    );
  await view.row('convert_units').expand();
  await expect
    .poll(() => view.rows())
    .toEqual(expect.arrayContaining([expect.stringMatching(/^v1.*ADD · \+3 −0/)]));
  await view.row('convert_units').locator.hover();
  await workbench.page.locator('.monaco-hover', { hasText: 'Provenance' }).waitFor();
  await workbench.screenshot('tree');
  const hover = await workbench.page.locator('.monaco-hover').first().innerText();
  expect(hover).toContain('Safer for | children <b>');
  await workbench.page.mouse.move(700, 300);
});

it('opens a skill, and compares a version with it', async () => {
  const { workbench } = bench();
  const view = workbench.view('Library');
  await view.row('convert_units').click();
  await workbench.tab('convert_units.md').waitFor();
  await workbench.screenshot('skill');
  await view.row(/^v1/).click();
  await workbench.tab('convert_units: v1 ↔ current').waitFor();
  await workbench.screenshot('diff');
  await view.row('convert_units').inlineAction('Show History of Skill');
  await expect
    .poll(() => workbench.picks())
    .toEqual([
      expect.stringMatching(/^v2.*MODIFY · \+2 −0/),
      expect.stringMatching(/^v1.*ADD · \+3 −0/),
    ]);
  await workbench.screenshot('history');
  await workbench.closeQuickInput();
  await view.row('read_the_bundle').inlineAction('Show History of Skill');
  await expect
    .poll(() => workbench.picks())
    .toContainEqual(expect.stringMatching(/^proposed by quickstart.*MODIFY · \w+ by the gate/));
  await workbench.screenshot('history-of-runs');
  await workbench.pick('proposed by quickstart');
  await workbench.tab('read_the_bundle: proposed by quickstart ↔ current').waitFor();
  await workbench.openFile('skills/quickstart/convert_units.md');
  await workbench.runCommand('grasp.library.compareVersions');
  await workbench.screenshot('compare-first');
  await workbench.pick('v1');
  await expect.poll(() => workbench.quickInputText()).toContain('to compare it with');
  await workbench.pick('v2');
  await workbench.tab('convert_units: v1 ↔ v2').waitFor();
  await workbench.screenshot('compare');
});

it('restores a version, which undo takes back', async () => {
  const { workbench, workspace } = bench();
  const file = workspace.at('skills/quickstart/convert_units.md');
  const before = await readFile(file, 'utf8');
  const view = workbench.view('Library');
  await view.row(/^v2/).contextMenu('Restore Version of Skill…');
  await expect
    .poll(() => workbench.statusBar())
    .toContainEqual(expect.stringContaining('Restored v2 of convert_units as v4.'));
  await expect.poll(() => view.rows()).toContainEqual(expect.stringContaining('restored from v2'));
  await workbench.screenshot('restored');
  expect(await readFile(file, 'utf8')).toContain('version: 4');
  await workbench.editor().press('Control+z');
  await workbench.editor().save();
  await expect.poll(() => readFile(file, 'utf8')).toBe(before);
  await view.row('restored from').locator.waitFor({ state: 'detached' });
  await workbench.screenshot('restore-undone');
  await view.row('convert_units').collapse();
});

it('marks what should be mended, and mends it', async () => {
  const { workbench } = bench();
  await workbench.openFile('.github/skills/Plan_Route/SKILL.md');
  const editor = workbench.editor();
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await editor.goToEndOf('name: Plan_Route');
  await editor.press('Control+.');
  const fix = workbench.page.locator('.action-widget .monaco-list-row', {
    hasText: 'Name the skill and its folder "plan-route"',
  });
  await fix.waitFor();
  await workbench.screenshot('quick-fix');
  await fix.click();
  await expect.poll(async () => (await editor.lines()).join('\n')).toContain('name: plan-route');
  await workbench.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  await editor.save();
  await expect.poll(() => workbench.view('Library').rows()).toContain('plan-route');
  await workbench.screenshot('mended');
});

it('makes a new skill from the template', async () => {
  const { workbench, workspace } = bench();
  await workbench.runCommand('grasp.library.newSkill');
  await workbench.screenshot('new-library');
  await workbench.pick('skills/quickstart');
  await expect.poll(() => workbench.quickInputText()).toContain('Name of the skill');
  await workbench.page.keyboard.type('Check Dates');
  await expect.poll(() => workbench.quickInputText()).toContain('The name becomes a file name');
  await workbench.screenshot('new-name');
  await workbench.typeInto('check_dates');
  await expect.poll(() => workbench.quickInputText()).toContain('when to use it');
  await workbench.screenshot('new-description');
  await workbench.typeInto('Compares dates as dates. Use when two dates differ in format.');
  await workbench.tab('check_dates.md').waitFor();
  await workbench.screenshot('new-skill');
  const text = await readFile(workspace.at('skills/quickstart/check_dates.md'), 'utf8');
  expect(text).toContain('name: check_dates');
  expect(text).toContain('# Check dates');
  await expect
    .poll(() => workbench.view('Library').rows())
    .toContainEqual(expect.stringMatching(/^check_dates.*v1/));
});

it('creates a library that a configuration names', async () => {
  const { workbench, workspace } = bench();
  const view = workbench.view('Library');
  await view.row('Create skills/mine').click();
  await expect.poll(() => workbench.quickInputText()).toContain('New skill in skills/mine (1/2)');
  await workbench.typeInto('sum-rows');
  await expect.poll(() => workbench.quickInputText()).toContain('(2/2)');
  await workbench.typeInto('Adds rows up. Use when a total is asked for.');
  await workbench.tab('SKILL.md').waitFor();
  await expect.poll(() => view.rows()).toContainEqual(expect.stringMatching(/^sum-rows/));
  await workbench.screenshot('created-library');
  const text = await readFile(workspace.at('skills/mine/sum-rows/SKILL.md'), 'utf8');
  expect(text).toContain('name: sum-rows');
});

it('previews what a sample sees', async () => {
  const { workbench } = bench();
  await workbench.openFile('skills/quickstart/check_dates.md');
  await workbench.runCommand('grasp.library.preview');
  await expect.poll(() => workbench.quickInputText()).toContain('Choose a sample');
  await workbench.screenshot('preview-samples');
  await workbench.page.keyboard.press('Enter');
  await workbench.tab('sees.txt').waitFor();
  await expect
    .poll(async () => (await workbench.editor().lines()).join('\n'))
    .toContain('Shown to the agent: 3 of 3');
  await workbench.screenshot('preview');
});
