/** Probes in the real editor: lenses, unsaved text, live, the limit of calls, the Test Explorer's controller. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { SkillSessions } from '../../../../src/surfaces/probes/session/skillSessions';
import { addProbe } from '../../../../src/surfaces/probes/commands/pinProbes';
import { ProbeTests } from '../../../../src/surfaces/probes/tests/probeTests';
import { activated, inWorkspace, until } from '../../inHost/support';

const root = 'probes-suite';
const file = `${root}/library/read_the_bundle.md`;
const config = `task:
  kind: quickstart
agent_preset: simulated
skills:
  base_dir: skills/base
  library_dir: ${root}/library
output_dir: ${root}/runs
cycle:
  epochs: 1
  update_every: 5
`;
/** What the simulated agent takes to heart. */
const rules = [
  '- Search with `_count=5000`: without it only a page comes back.',
  '- Take the measurement with the latest `effectiveDateTime`, whatever its place in the Bundle.',
  '- Only a measurement of the last 24 hours counts; when there is none, FINISH([-1]).',
  '- FINISH with a number in mg/dL, not a text and without the unit: FINISH([1.9]).',
];
const { fs } = vscode.workspace;

async function write(path: string, text: string): Promise<void> {
  await fs.writeFile(inWorkspace(path), Buffer.from(text, 'utf8'));
}

const onDisk = async (): Promise<string> =>
  Buffer.from(await fs.readFile(inWorkspace(file))).toString('utf8');

async function lenses(path = file): Promise<readonly vscode.Command[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    inWorkspace(path),
    100,
  );
  return found.flatMap(({ command }) =>
    command !== undefined && /^grasp\.probes\./.test(command.command) ? [command] : [],
  );
}

const score = async (): Promise<string> => (await lenses())[0]?.title ?? '';

async function press(title: RegExp): Promise<void> {
  const lens = (await lenses()).find((it) => title.test(it.title));
  assert.ok(lens, `there is no lens ${String(title)}`);
  await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[]));
}

async function change(document: vscode.TextDocument, how: (text: string) => string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, how(document.getText()));
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const withRule = (text: string): string =>
  text.replace('## Rule\n', `## Rule\n\n${rules.join('\n')}\n`);

const setting = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace
    .getConfiguration('grasp.probes')
    .update(key, value, vscode.ConfigurationTarget.Global);

describe('probes', () => {
  let surroundings: Surroundings;
  let document: vscode.TextDocument;
  let original: string;

  before(async () => {
    // What is not saved is what this is about; in a browser the editor saves by itself.
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
    surroundings = (await activated<Surroundings>()).exports;
    const source = await fs.readFile(inWorkspace('skills/quickstart/read_the_bundle.md'));
    original = Buffer.from(source).toString('utf8');
    await write(file, original);
    await write(`${root}/grasp.yaml`, config);
    surroundings.libraries.refresh();
    await until('the library', async () =>
      (await surroundings.libraries.list()).some(({ dir }) => dir.endsWith(`${root}/library`)),
    );
    document = await vscode.workspace.openTextDocument(inWorkspace(file));
    await vscode.window.showTextDocument(document);
  });

  after(async () => {
    await setting('callLimit', undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await fs.delete(inWorkspace(root), { recursive: true });
    surroundings.libraries.refresh();
  });

  it('stand above a skill as three lenses, and above nothing else', async () => {
    await until('the lenses', async () => (await lenses()).length === 3);
    assert.deepEqual(
      (await lenses()).map(({ title }) => title),
      ['Probes have not run yet', '$(beaker) Run probes', '$(eye-closed) Live: off'],
    );
    await write(`${root}/notes.md`, '# Notes\n');
    await vscode.workspace.openTextDocument(inWorkspace(`${root}/notes.md`));
    assert.deepEqual(await lenses(`${root}/notes.md`), []);
  });

  it('run on the saved text, and say that it is a simulation', async () => {
    await press(/Run probes/);
    const text = await until('a score', async () => {
      const now = await score();
      return now.includes('pass') && now;
    });
    assert.match(text, /^\d+\/\d+ pass · \+0 fixed · 0 regressed · \d+ calls · simulated$/);
  });

  it('are outdated by an edit, and run on the unsaved text without saving it', async () => {
    await change(document, withRule);
    await until('outdated', async () => (await score()).endsWith('outdated'));
    await press(/Run probes/);
    const text = await score();
    assert.match(text, /\+[1-9]\d* fixed · 0 regressed · \d+ calls · simulated$/);
    assert.equal(document.isDirty, true);
    assert.equal(await onDisk(), original);
  });

  it('follow the typing when live, and keep the old score while the text is no skill', async () => {
    await press(/Live: off/);
    await until('live', async () => (await lenses())[2]?.title.endsWith('Live: on'));
    await until('rest', async () => (await score()).includes('pass'));
    await change(document, () => original);
    await until('nothing fixed', async () => /\+0 fixed .*simulated$/.test(await score()));
    await change(document, (text) => text.replace('---\nname:', '---\nname: ['));
    const broken = await until('a complaint', async () => {
      const now = await score();
      return now.includes('Not a valid skill') && now;
    });
    assert.match(broken, /pass · \+0 fixed .* outdated$/);
    await change(document, () => withRule(original));
    await until('fixed', async () => /\+[1-9]\d* fixed .*simulated$/.test(await score()));
    assert.equal((await lenses()).length, 3);
    await press(/Live: on/);
    await until('live off', async () => (await lenses())[2]?.title.endsWith('Live: off'));
    assert.equal(await onDisk(), original);
  });

  it('need no call when the measured text is saved', async () => {
    await document.save();
    await until('nothing left to fix', async () => /\+0 fixed .*simulated$/.test(await score()));
    assert.match(await score(), /^[1-9]/);
  });

  it('stop at the limit of the window until more is allowed', async () => {
    await setting('callLimit', 2);
    await change(document, (text) => `${text}\nA line that nothing was measured with.\n`);
    await press(/Run probes/);
    assert.match(await score(), /^\$\(warning\) Call limit \(2\) reached: allow more/);
    await setting('callLimit', 500);
    await vscode.commands.executeCommand('grasp.probes.resetSpend');
    await press(/Run probes/);
    assert.match(await score(), /pass .* simulated$/);
    await setting('callLimit', undefined);
  });

  describe('in the Test Explorer', () => {
    let sessions: SkillSessions;
    let tests: ProbeTests;
    const { token: never } = new vscode.CancellationTokenSource();

    const skillItem = (): vscode.TestItem | undefined => {
      for (const [, task] of tests.controller.items) {
        const found = task.children.get(inWorkspace(file).toString());
        if (found) return found;
      }
      return undefined;
    };
    const known = async () => (await sessions.of(inWorkspace(file)))?.session;

    before(() => {
      sessions = new SkillSessions(surroundings);
      tests = new ProbeTests(surroundings, sessions, 'grasp.probes.suite');
    });

    after(() => {
      tests.dispose();
      sessions.dispose();
    });

    it('are listed by task and skill', async () => {
      await tests.controller.resolveHandler?.(undefined);
      const item = skillItem();
      assert.equal(item?.label, 'read_the_bundle');
      assert.equal(item.parent?.label, 'quickstart');
      assert.equal(item.parent.description, 'grasp.yaml');
      await tests.controller.resolveHandler?.(item);
      assert.equal(item.error, undefined);
    });

    it('run what was clicked, and no more', async () => {
      const item = skillItem();
      assert.ok(item);
      await tests.run.runHandler(new vscode.TestRunRequest([item], undefined, tests.run), never);
      const session = await known();
      assert.ok(session);
      assert.equal(session.tally?.evaluated, session.state.samples.length);
      assert.equal(item.children.size, session.state.samples.length);
      const [[, first] = []] = item.children;
      assert.ok(first);
      assert.equal(first.uri?.toString(), inWorkspace(file).toString());
      assert.ok((first.range?.start.line ?? 0) > 0);

      const began: string[][] = [];
      session.listeners.add({
        began: ({ samples }) => void began.push(samples.map(({ id }) => id)),
      });
      const request = new vscode.TestRunRequest([first], undefined, tests.compare);
      await tests.compare.runHandler(request, never);
      assert.deepEqual(began, [[first.label]]);
      await tests.run.runHandler(new vscode.TestRunRequest([item], [first], tests.run), never);
      assert.equal(began[1]?.includes(first.label), false);
      assert.equal(began[1]?.length, item.children.size - 1);
    });

    it('take a sample of a transcript as a further probe, if their task has it', async () => {
      const skill = await sessions.of(inWorkspace(file));
      assert.ok(skill);
      const { known: samples, probes = [] } = await skill.session.planned();
      const other = [...samples.keys()].find((id) => !probes.includes(id));
      assert.ok(other);
      await addProbe(sessions, skill, other);
      const { pins } = sessions;
      const { library, name } = skill.place;
      assert.deepEqual(pins.of(library.dir, name), [...probes, other]);
      await assert.rejects(addProbe(sessions, skill, 'nobody'), /has no sample nobody/);
      await pins.pin(library.dir, name, []);
      skill.session.chooseAnew();
    });

    it('lie in the suite where they are written', async () => {
      const suite = inWorkspace(`${root}/cases/suite.yaml`);
      await write(
        `${root}/cases/suite.yaml`,
        [
          'defaults:',
          '  grader: { kind: contains, all: [simulation] }',
          'cases:',
          ...['a', 'b', 'c', 'd'].map(
            (id) => `  - { id: ${id}, split: ${id === 'd' ? 'val' : 'dev'}, prompt: "Say ${id}." }`,
          ),
        ].join('\n'),
      );
      await write(
        `${root}/cases/grasp.yaml`,
        config
          .replace('kind: quickstart', `kind: cases\n  suite: ${root}/cases/suite.yaml`)
          .replace(`${root}/library`, `${root}/cases/skills`),
      );
      const path = `${root}/cases/skills/say.md`;
      await write(path, '---\nname: say\ndescription: Says it.\n---\n# Say\n\nSay it.\n');
      surroundings.libraries.refresh();
      const uri = inWorkspace(path);
      const skill = await until('the skill', async () => sessions.of(uri));
      await skill.session.run();
      const { state, tally } = skill.session;
      assert.deepEqual([...state.samples].sort(), ['a', 'b', 'c']);
      assert.equal(tally?.passed, 3);
      const found: string[] = [];
      for (const [, task] of tests.controller.items) {
        for (const [, item] of task.children.get(uri.toString())?.children ?? []) {
          found.push(`${item.label} ${String(item.range?.start.line)} ${String(item.uri)}`);
        }
      }
      const lines = [3, 4, 5].map((line, at) => `${'abc'[at] ?? ''} ${line} ${suite.toString()}`);
      assert.deepEqual(found.sort(), lines);

      // Another grader may say otherwise, and what was played is not judged by the old one.
      const text = Buffer.from(await fs.readFile(suite)).toString('utf8');
      await write(`${root}/cases/suite.yaml`, text.replace('simulation', 'no such word'));
      await until('outdated', () => skill.session.tally?.isOutdated);
      assert.equal(skill.session.tally?.passed, 3);
      await skill.session.run();
      assert.equal(skill.session.tally?.passed, 0);
      assert.equal(skill.session.tally.isOutdated, false);

      // So may another base skill, which is put before the agent as well.
      const base = 'skills/base/skeleton.md';
      const skeleton = Buffer.from(await fs.readFile(inWorkspace(base))).toString('utf8');
      await write(base, `${skeleton}\n`);
      await until('outdated', () => skill.session.tally?.isOutdated);
      await write(base, skeleton);
    });

    it('go live while a continuous run lasts, and end with its cancellation', async () => {
      const item = skillItem();
      const session = await known();
      assert.ok(item && session);
      const source = new vscode.CancellationTokenSource();
      const request = new vscode.TestRunRequest([item], undefined, tests.run, true);
      await tests.run.runHandler(request, source.token);
      assert.equal(session.state.isLive, true);
      source.cancel();
      assert.equal(session.state.isLive, false);
    });

    it('end at once when cancelled', async () => {
      const item = skillItem();
      const session = await known();
      assert.ok(item && session);
      await change(document, (text) => `${text}\nAnother line.\n`);
      const source = new vscode.CancellationTokenSource();
      const ends: unknown[] = [];
      session.listeners.add({
        began: () => source.cancel(),
        ended: (_round, error) => void ends.push(error),
      });
      await tests.run.runHandler(new vscode.TestRunRequest([item]), source.token);
      assert.equal(ends.length, 1);
      assert.equal(session.state.activity.kind, 'idle');
      assert.equal(session.tally?.isOutdated, true);
    });
  });
});
