/** Runs in the real editor: tasks that are offered and resolved, a run from start to end, stop, resume, the tree. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import type { RunNode } from '../../../../src/surfaces/runs/tree/nodes';
import { RunTree } from '../../../../src/surfaces/runs/tree/runTree';
import { HeldServer } from '../../../support/heldServer';
import { Bystander } from '../../inHost/bystander';
import { activated, inWorkspace, until } from '../../inHost/support';

const at = (...segments: readonly string[]): string => inWorkspace(...segments).fsPath;
const own = 'runs-suite';

async function write(file: string, text: string): Promise<string> {
  await mkdir(path.dirname(at(file)), { recursive: true });
  await writeFile(at(file), text);
  return at(file);
}

const config = (agent: string, epochs = 1): string =>
  `task: { kind: quickstart }\nagent_preset: ${agent}\n` +
  'skills: { base_dir: skills/base, library_dir: skills/quickstart }\n' +
  `cycle: { epochs: ${epochs}, update_every: 10, grpo_k: 2, grpo_eval_n: 4, concurrency: 2 }\n`;

async function events(run: string): Promise<readonly string[]> {
  const text = await readFile(at('runs', run, 'journal.jsonl'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => String((JSON.parse(line) as { type: string }).type));
}

/** Starts a task and tells how its process ended. */
async function execute(task: vscode.Task): Promise<{ readonly code: Promise<number | undefined> }> {
  const ended = new Promise<number | undefined>((resolve) => {
    const { definition } = task;
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (JSON.stringify(execution.task.definition) !== JSON.stringify(definition)) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return { code: ended };
}

async function taskOf(config: string): Promise<vscode.Task> {
  return until(`the task of ${config}`, async () =>
    (await vscode.tasks.fetchTasks({ type: 'grasp' })).find(
      ({ definition }) => definition['config'] === config && Object.keys(definition).length === 2,
    ),
  );
}

describe('runs', () => {
  let surroundings: Surroundings;
  let tree: RunTree;
  /** What runs against it is under way for as long as a test wants. */
  let held: HeldServer;

  before(async () => {
    surroundings = (await activated<Surroundings>()).exports;
    held = await HeldServer.start();
    await write('configs/agents/runs-held.yaml', held.preset());
    await write('configs/runs-quick.yaml', config('simulated'));
    await write('configs/runs-held.yaml', config('runs-held', 3));
    tree = new RunTree(surroundings.runs, surroundings.edits);
    tree.isVisible = true;
  });

  after(async () => {
    tree.dispose();
    await held.close();
    for (const folder of surroundings.runs.opened) await surroundings.runs.close(folder);
    const files = ['configs/agents/runs-held.yaml', 'configs/runs-quick.yaml', '.vscode', own];
    for (const file of [...files, 'configs/runs-held.yaml', 'runs/runs-one', 'runs/runs-stopped']) {
      await rm(at(file), { recursive: true, force: true });
    }
    surroundings.runs.refresh();
  });

  const known = (name: string) =>
    until(`the run ${name}`, async () =>
      (await surroundings.runs.list()).find((run) => run.name === name),
    );
  const label = (node: RunNode): string => {
    const { label: text, description } = tree.getTreeItem(node);
    return `${String(text)} | ${String(description)}`;
  };
  const below = async (node: RunNode | undefined, ...way: readonly RegExp[]): Promise<RunNode> => {
    const [first, ...rest] = way;
    if (first === undefined) return node ?? assert.fail('no way');
    const children = await tree.getChildren(node);
    const next = children.find((child) => first.test(label(child)));
    assert.ok(next, `${String(first)} is not among ${children.map(label).join('; ')}`);
    return below(next, ...rest);
  };

  it('are offered as tasks, one for each configuration', async () => {
    const { execution, isBackground, source, name } = await taskOf('configs/runs-quick.yaml');
    assert.ok(execution instanceof vscode.ProcessExecution);
    assert.equal(execution.process, process.execPath);
    assert.deepEqual(execution.args.slice(1), [
      'learn',
      '--config=configs/runs-quick.yaml',
      '--yes',
    ]);
    assert.equal(execution.options?.cwd, at());
    assert.equal(execution.options?.env?.['ELECTRON_RUN_AS_NODE'], '1');
    assert.deepEqual(
      [isBackground, source, name],
      [false, 'GRASP', 'learn configs/runs-quick.yaml'],
    );
  });

  it('go from tasks.json to their end, and show up with everything in them', async () => {
    const definition = { type: 'grasp', config: 'configs/runs-quick.yaml', runName: 'runs-one' };
    const json = { version: '2.0.0', tasks: [{ ...definition, label: 'learn one' }] };
    await write('.vscode/tasks.json', JSON.stringify(json));
    const task = await until('the task of tasks.json', async () =>
      (await vscode.tasks.fetchTasks({ type: 'grasp' })).find(({ name }) => name === 'learn one'),
    );
    const { code } = await execute(task);
    assert.equal(await code, 0);
    const run = await known('runs-one');
    await until('the end', async () => (await surroundings.runs.state(run)).status === 'finished');
    const node = await below(undefined, /^runs-one/);
    await until('its line', () => /finished · val .* calls$/.test(label(node)));
    assert.deepEqual(
      (await tree.getChildren(node)).map(label)[0]?.startsWith('Baseline | val'),
      true,
    );
    const update = await below(
      node,
      /^Epoch 0 \| dev .* · val/,
      /^Update 0 \| .*batch \d+\/10 passed/,
    );
    const candidates = await tree.getChildren(update);
    assert.ok(candidates.length > 0);
    assert.match(candidates.map(label)[0] ?? '', /^(ADD|MODIFY|REMOVE) \w+ \| (accepted|rejected)/);
    const [first] = candidates;
    assert.ok(first?.kind === 'candidate');
    const item = tree.getTreeItem(first);
    assert.deepEqual(item.command?.arguments, [`${run.dir}#${first.candidate}`]);
    const { tooltip } = tree.resolveTreeItem(item, first);
    assert.ok(tooltip instanceof vscode.MarkdownString && tooltip.isTrusted === false);
    const parents: string[] = [];
    for (let it = tree.getParent(first); it !== undefined; it = tree.getParent(it))
      parents.push(it.kind);
    assert.deepEqual(parents, ['update', 'epoch', 'run']);
  });

  it('pass the exit code on when they fail', async () => {
    await write('configs/runs-quick.yaml', config('no-such-preset'));
    const { code } = await execute(await taskOf('configs/runs-quick.yaml'));
    assert.ok([1, 2].includes((await code) ?? -1));
  });

  it('say in the terminal why a task of tasks.json cannot be', async () => {
    const task = { type: 'grasp', label: 'astray', config: '../elsewhere.yaml' };
    await write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks: [task] }));
    const found = await until('the task', async () =>
      (await vscode.tasks.fetchTasks({ type: 'grasp' })).find(({ name }) => name === 'astray'),
    );
    assert.ok(found.execution instanceof vscode.CustomExecution);
    const { code } = await execute(found);
    assert.equal(await code, 2);
  });

  it('are not stopped by a signal to whatever process their folder names', async () => {
    const bystander = await Bystander.named('names-a-process');
    try {
      await until('the run to be found', () => surroundings.runs.find(bystander.run));
      await vscode.commands.executeCommand('grasp.run.stop', bystander.run);
      assert.ok(await bystander.answers());
    } finally {
      await bystander.remove();
    }
  });

  it('stop as they would by Ctrl-C, and are resumed to their end', async () => {
    const task = await taskOf('configs/runs-held.yaml');
    const definition = { ...task.definition, runName: 'runs-stopped' };
    const named = new vscode.Task(
      definition,
      vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Workspace,
      'stopped',
      'GRASP',
      task.execution,
    );
    assert.ok(named.execution instanceof vscode.ProcessExecution);
    named.execution.args = [...named.execution.args, '--run-name=runs-stopped'];
    named.isBackground = true;
    held.letPass(30);
    const first = await execute(named);
    const run = await known('runs-stopped');
    await until('some work', async () => (await events('runs-stopped')).length > 15);
    const isSeen = async () => (await surroundings.runs.state(run)).status === 'running';
    await until('the run to be seen under way', isSeen);
    assert.ok((await surroundings.runs.live()).some(({ dir }) => dir === run.dir));

    await vscode.commands.executeCommand('grasp.run.stop', run);
    assert.equal(await first.code, 130);
    assert.equal((await events('runs-stopped')).at(-1), 'run.stopped');
    const { status, stop } = await surroundings.runs.state(run);
    assert.deepEqual([status, stop?.reason], ['stopped', 'user']);
    await until('its line', async () =>
      /stopped by you/.test(label(await below(undefined, /^runs-stopped/))),
    );

    held.open();
    const ended = new Promise<number | undefined>((resolve) => {
      const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.definition['resume'] !== true) return;
        listening.dispose();
        resolve(exitCode);
      });
    });
    await vscode.commands.executeCommand('grasp.run.resume', run);
    assert.equal(await ended, 0);
    const all = await events('runs-stopped');
    assert.deepEqual([all.at(-1), all.includes('run.resumed')], ['run.finished', true]);
    await until('the end', async () => (await surroundings.runs.state(run)).status === 'finished');
  });

  it('of another folder are shown beside those of the workspace, until it is closed', async () => {
    const folder = at(own, 'published');
    for (const name of ['lam1/run_001', 'lam1/run_002']) {
      await write(
        `${own}/published/${name}/val_scores.json`,
        JSON.stringify([
          { epoch: 'baseline', score: 0.25, n_correct: 2, n_total: 8, dev_score: null },
          { epoch: 0, score: 0.5, n_correct: 4, n_total: 8, dev_score: 0.375 },
        ]),
      );
    }
    await vscode.commands.executeCommand('grasp.run.openFolder', vscode.Uri.file(folder));
    const folders = await until('the folders', async () => {
      const nodes = await tree.getChildren();
      return nodes.length === 2 && nodes.every(({ kind }) => kind === 'folder') && nodes;
    });
    assert.deepEqual(folders.map(label).sort(), ['runs | ', 'runs-suite/published | ']);
    const run = await below(undefined, /^runs-suite\/published/, /^lam1\/run_001/);
    await until('its line', () => label(run) === 'lam1/run_001 | finished · val 50 %');
    assert.equal(tree.getTreeItem(run).contextValue, 'run.published.opened');
    const inside = (await tree.getChildren(run)).map(label);
    assert.deepEqual(inside, [
      'Baseline | val 25 % (2/8), before anything was learned',
      'Epoch 0 | dev 38 % · val 50 % (4/8) · best',
    ]);
    assert.ok(run.kind === 'run');
    await vscode.commands.executeCommand('grasp.run.closeFolder', run);
    await until('the folder to go', async () =>
      (await tree.getChildren()).every(({ kind }) => kind !== 'folder'),
    );
  });

  it('that were published are read from the folder of their results', async function () {
    const shared = process.env['GRASP_SHARED'] ?? path.resolve(extensionPath(), '../shared');
    const results = path.join(shared, 'data/grasp-results/sensitivity');
    if (!existsSync(results)) return this.skip();
    await vscode.commands.executeCommand('grasp.run.openFolder', vscode.Uri.file(results));
    const run = await below(undefined, /^sensitivity/, /^lam1\/run_001/);
    await until('its line', () => /^lam1\/run_001 \| finished · val \d+ %$/.test(label(run)));
    const inside = (await tree.getChildren(run)).map(label);
    assert.match(inside[0] ?? '', /^Baseline \| val \d+ % \(\d+\/80\)/);
    assert.equal(
      inside.filter((text) => /^Epoch \d \| dev \d+ % · val \d+ %/.test(text)).length,
      5,
    );
    assert.equal(inside.filter((text) => text.includes('best')).length, 1);
    await vscode.commands.executeCommand('grasp.run.closeFolder', results);
  });

  it('that are many come in pages, and only what is shown is read', async () => {
    const folder = at(own, 'many');
    const finished = at('runs/quickstart/journal.jsonl');
    for (let i = 0; i < 200; i += 1) {
      await mkdir(path.join(folder, `r${i}`), { recursive: true });
      await cp(finished, path.join(folder, `r${i}`, 'journal.jsonl'));
    }
    await vscode.commands.executeCommand('grasp.run.openFolder', vscode.Uri.file(folder));
    const many = await below(undefined, /^runs-suite\/many/);
    const children = await tree.getChildren(many);
    assert.equal(children.length, 51);
    assert.equal(label(children[50] ?? many), 'Show 50 more | 150 are left');
    await until('the page', () =>
      children.slice(0, 50).every((child) => /finished · val/.test(label(child))),
    );
    const runs = (await surroundings.runs.list()).filter(({ root }) => root === folder);
    const read = runs.filter((run) => surroundings.runs.lastState(run) !== undefined);
    assert.ok(read.length <= 50 + 20, `${read.length} were read`);
    tree.showMore(many.id);
    assert.equal((await tree.getChildren(many)).length, 101);
    await vscode.commands.executeCommand('grasp.run.closeFolder', folder);
  });

  it('do not start from what is no configuration', async () => {
    const broken = await write(
      'configs/runs-quick.yaml',
      'task:\n  kind: [quickstart\ncycle: {}\n',
    );
    const count = vscode.tasks.taskExecutions.length;
    await vscode.commands.executeCommand('grasp.run.start', vscode.Uri.file(broken));
    await vscode.commands.executeCommand('grasp.run.start', vscode.Uri.file('/etc/hosts'));
    assert.equal(vscode.tasks.taskExecutions.length, count);
  });
});

function extensionPath(): string {
  return vscode.extensions.getExtension('grasp.grasp')?.extensionPath ?? '';
}
