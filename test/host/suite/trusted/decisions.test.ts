/** Deciding on edits in the real editor: what it does to the author's files, to the run, and what undo does. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CandidateJudged, Decision } from '../../../../src/engine/learn/events';
import { parseSkill } from '../../../../src/engine/skill/skillFormat';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import {
  edit,
  judgedOn,
  libraryOf,
  skillText,
} from '../../../../src/surfaces/review/decide/testLibrary';
import { editKey } from '../../../../src/surfaces/review/editKey';
import type { ReviewEdit } from '../../../../src/surfaces/review/reviewEdit';
import { activated, extensionId, inWorkspace, until, workspaceFolder } from '../../inHost/support';

const { fs } = vscode.workspace;
const root = 'decisions-suite';
const library = `${root}/skills`;
const runDir = 'runs/decisions-suite';

const lines = [
  '# Units',
  '',
  'Read the unit.',
  '',
  'Convert it.',
  '',
  'Write it.',
  '',
  'Check it.',
];
const unitsText = (change: (line: string) => string = (line) => line): string =>
  skillText('units', lines.map(change).join('\n'));
const replaced = (from: string, to: string): string =>
  lines.map((line) => (line === from ? to : line)).join('\n');

const start = libraryOf({ units: unitsText(), old: skillText('old', 'Do as before.') });
const judge = (id: string, edits: Parameters<typeof judgedOn>[1], more = {}): CandidateJudged =>
  judgedOn(start, edits, { id, key: `candidate|${id}`, ...more });

const outcomes: CandidateJudged['outcomes'] = [
  { sample: 'a', outcome: 'still failing', passedBefore: false },
  { sample: 'b', outcome: 'regressed', passedBefore: true },
];
const candidates = [
  judge('check', [edit('MODIFY', 'units', replaced('Check it.', 'Check it twice.'))]),
  judge('read', [edit('MODIFY', 'units', replaced('Read the unit.', 'Read value and unit.'))]),
  judge('fresh', [edit('ADD', 'fresh', 'Start anew.')]),
  judge('pair', [edit('REMOVE', 'old'), edit('ADD', 'better', 'Do it better.')]),
  judge('harm', [edit('MODIFY', 'units', replaced('Write it.', 'Write it down.'))], {
    verdict: 'rejected',
    reason: 'It broke 1 passing probe; the current library alone breaks 0.',
    outcomes,
  }),
  judge(
    'evil',
    [edit('ADD', '../../../evil', 'x')].map((it) => ({ ...it, name: 'ok' })),
    {
      edits: [edit('ADD', '../../../evil', 'x')],
      before: { '../../../evil': null },
      after: { '../../../evil': skillText('evil', 'x') },
    },
  ),
];

const config = `run_name: decisions-suite
output_dir: runs
task: { kind: quickstart }
agent_preset: simulated
skills: { base_dir: skills/base, library_dir: ${library} }
cycle: { epochs: 1, update_every: 5, grpo_k: 2, grpo_eval_n: 4 }
`;

async function write(file: string, text: string): Promise<void> {
  await fs.writeFile(inWorkspace(file), Buffer.from(text, 'utf8'));
}

async function read(file: string): Promise<string | undefined> {
  try {
    return Buffer.from(await fs.readFile(inWorkspace(file))).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The files of the start and no others. The folder stays: watchers lose sight of what is made anew at once. */
async function restoreLibrary(): Promise<void> {
  for (const skill of start.library.learned) await write(`${library}/${skill.file}`, skill.text);
  const kept = new Set(start.library.learned.map(({ file }) => file));
  for (const [name] of await fs.readDirectory(inWorkspace(library))) {
    if (!kept.has(name)) await fs.delete(inWorkspace(library, name), { recursive: true });
  }
}

async function decisions(run = runDir): Promise<readonly Decision[]> {
  const text = (await read(`${run}/decisions.jsonl`)) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Decision);
}

const open = (file: string): Thenable<vscode.TextEditor> =>
  vscode.window.showTextDocument(inWorkspace(file), { preview: false });

describe('deciding on an edit', () => {
  let surroundings: Surroundings;
  const key = (id: string): string => editKey(inWorkspace(runDir).fsPath, id);
  const found = async (id: string): Promise<ReviewEdit> => {
    const it = await surroundings.edits.get(key(id));
    assert.ok(it, `no edit ${id}`);
    return it;
  };
  const run = (command: string, ...ids: readonly string[]): Thenable<unknown> =>
    vscode.commands.executeCommand(
      `grasp.edits.${command}`,
      key(ids[0] ?? ''),
      ids.length > 1 ? ids.map(key) : undefined,
    );
  const is = (id: string, decision: ReviewEdit['decision']): Promise<ReviewEdit> =>
    until(`${id} to be ${decision}`, async () => {
      const it = await found(id);
      return it.decision === decision && it;
    });

  before(async () => {
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
    surroundings = (await activated<Surroundings>()).exports;
    const events: readonly object[] = [
      {
        type: 'run.started',
        key: 'run.started',
        run: 'decisions-suite',
        method: 'grasp',
        task: 'quickstart',
        agent: 'simulated',
        writer: 'simulated',
        samples: { dev: 20, val: 10 },
        cycle: { epochs: 1 },
        base: [],
        learned: [],
      },
      ...candidates,
    ];
    const time = '2024-01-01T00:00:00.000Z';
    await restoreLibrary();
    await write(`${runDir}/config.yaml`, config);
    const journal = events.map((it, i) => JSON.stringify({ seq: i + 1, time, ...it }));
    await write(`${runDir}/journal.jsonl`, `${journal.join('\n')}\n`);
    surroundings.runs.refresh();
    // Files are looked at as long as somebody can see the edits; watching alone misses some here.
    await vscode.commands.executeCommand('grasp.edits.focus');
  });

  /** Everything as at the start, in files and in decisions. */
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { id } of candidates) {
      if ((await found(id)).decision !== 'pending') {
        await write(
          `${runDir}/decisions.jsonl`,
          `${await read(`${runDir}/decisions.jsonl`)}${JSON.stringify({ edit: id, decision: 'undo', at: '' })}\n`,
        );
      }
      surroundings.edits.drafts.drop(key(id));
    }
    await restoreLibrary();
    await until('a clean start', async () => {
      const all = await Promise.all(candidates.map(({ id }) => found(id)));
      return all.every(({ decision, fit }) => decision === 'pending' && fit === 'applies');
    });
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.delete(inWorkspace(runDir), { recursive: true });
    await fs.delete(inWorkspace(root), { recursive: true });
    surroundings.runs.refresh();
  });

  it('lists every candidate in order, with how it fits', async () => {
    const edits = (await surroundings.edits.edits()).filter(
      ({ run: { name } }) => name === 'decisions-suite',
    );
    assert.deepEqual(
      edits.map(({ candidate, fit }) => [candidate.judged.id, fit]),
      candidates.map(({ id }) => [id, 'applies']),
    );
  });

  it('accepts: writes the skill as the run made it, archives the version before, and tells the run', async () => {
    await run('accept', 'check');
    const check = await is('check', 'accepted');
    assert.equal(await read(`${library}/units.md`), candidates[0]?.after['units']);
    assert.equal(await read(`${library}/.history/units_v1.md`), unitsText());
    const said = (await decisions()).at(-1);
    assert.deepEqual({ ...said, at: '' }, { edit: 'check', decision: 'accept', at: '' });
    assert.equal(check.fit, 'there');
    assert.equal(check.isOverride, false);
    // The other edit of the skill was made from the version before, and still fits beside it.
    assert.equal((await found('read')).fit, 'merges');
  });

  it('goes back with Ctrl+Z in the skill, decision and all, and forth again', async () => {
    await open(`${library}/units.md`);
    await run('accept', 'check');
    await run('accept', 'read');
    assert.match((await read(`${library}/units.md`)) ?? '', /version: 3/);
    await vscode.commands.executeCommand('undo');
    await is('read', 'pending');
    assert.equal((await found('check')).decision, 'accepted');
    await vscode.commands.executeCommand('undo');
    await is('check', 'pending');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), unitsText());
    const undone = (await decisions()).at(-1);
    assert.equal(undone?.decision, 'undo');
    assert.match(undone?.reason ?? '', /[Uu]ndone in the editor/);
    // What is not saved may be lost: until then the disk keeps the version.
    assert.equal(await read(`${library}/.history/units_v1.md`), unitsText());
    await vscode.window.activeTextEditor?.document.save();
    await until(
      'the archive to be gone',
      async () => (await read(`${library}/.history/units_v1.md`)) === undefined,
    );
    await vscode.commands.executeCommand('redo');
    await is('check', 'accepted');
    await vscode.commands.executeCommand('redo');
    await is('read', 'accepted');
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await is('check', 'pending');
    await is('read', 'pending');
    await vscode.window.activeTextEditor?.document.save();
    assert.equal(await read(`${library}/units.md`), unitsText());
  });

  it('merges onto what is being typed, and takes only the edit out again', async () => {
    const { document } = await open(`${library}/units.md`);
    const typed = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('Read the unit.'));
    typed.insert(document.uri, at, 'Breathe. ');
    await vscode.workspace.applyEdit(typed);
    assert.equal(document.isDirty, true);
    await until('the fit to follow', async () => (await found('check')).fit === 'merges');
    assert.equal(
      (
        await until('read to be stale', async () => {
          const it = await found('read');
          return it.fit === 'stale' && it;
        })
      ).fitReason.includes('same lines'),
      true,
    );

    await run('accept', 'check');
    assert.equal(document.isDirty, false);
    const text = (await read(`${library}/units.md`)) ?? '';
    assert.match(text, /Breathe\. Read the unit\.[^]*Check it twice\./);
    assert.equal(parseSkill(text, 'units.md').version, 2);
    await run('undo', 'check');
    await is('check', 'pending');
    assert.match(
      (await read(`${library}/units.md`)) ?? '',
      /Breathe\. Read the unit\.[^]*Check it\.\n$/,
    );
    assert.equal(await read(`${library}/.history/units_v1.md`), undefined);
  });

  it('leaves the archive as it found it, by undo and by Ctrl+Z', async () => {
    const history = `${library}/.history`;
    const older = skillText('units', 'Of an earlier life.');
    const archive = async (): Promise<Readonly<Record<string, string | undefined>>> => {
      const names = (await fs.readDirectory(inWorkspace(history))).map(([name]) => name).sort();
      const texts = names.map(async (name) => [name, await read(`${history}/${name}`)] as const);
      return Object.fromEntries(await Promise.all(texts));
    };
    // A text of its own under the number that accepting archives now; or the very text.
    for (const text of [older, unitsText()]) {
      await write(`${history}/units_v1.md`, text);
      const before = await archive();
      await open(`${library}/units.md`);
      await run('accept', 'check');
      await is('check', 'accepted');
      assert.equal((await archive())['units_v1.md'], unitsText());
      await run('undo', 'check');
      await is('check', 'pending');
      assert.deepEqual(await archive(), before);

      await run('accept', 'check');
      const accepted = await archive();
      await vscode.commands.executeCommand('undo');
      await is('check', 'pending');
      await vscode.window.activeTextEditor?.document.save();
      await until('the archive to be back', async () => (await archive())['units_v1.md'] === text);
      assert.deepEqual(await archive(), before);
      await vscode.commands.executeCommand('redo');
      await is('check', 'accepted');
      assert.deepEqual(await archive(), accepted);
      await run('undo', 'check');
      await is('check', 'pending');
      assert.deepEqual(await archive(), before);
    }
  });

  it('undoes no more than the last acceptance, where the skill was rewritten in between', async () => {
    await run('accept', 'check');
    await is('check', 'accepted');
    const rewritten = unitsText((line) =>
      line === 'Read the unit.' ? 'Breathe. Read the unit.' : line,
    );
    await write(`${library}/units.md`, rewritten);
    const { document } = await open(`${library}/units.md`);
    await until('the editor to read it', () => document.getText() === rewritten);
    await until(
      'the rewrite to be seen',
      async () => (await found('check')).fit !== 'there',
      20_000,
    );
    await run('accept', 'check');
    await until(
      'the edit to be in again',
      async () => (await found('check')).fit === 'there',
      20_000,
    );
    await run('undo', 'check');
    await is('check', 'pending');
    assert.equal(await read(`${library}/units.md`), rewritten);
  });

  it('keeps the version on the disk while the undone text is not saved', async () => {
    await open(`${library}/units.md`);
    await run('accept', 'check');
    await is('check', 'accepted');
    await vscode.commands.executeCommand('undo');
    await is('check', 'pending');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await is('check', 'accepted');
    assert.equal(await read(`${library}/.history/units_v1.md`), unitsText());
    assert.equal(await read(`${library}/units.md`), candidates[0]?.after['units']);
  });

  it('says nothing is decided once the decisions are gone', async () => {
    await run('reject', 'harm');
    await is('harm', 'rejected');
    await fs.delete(inWorkspace(`${runDir}/decisions.jsonl`));
    surroundings.runs.refresh();
    await is('harm', 'pending');
    await write(`${runDir}/decisions.jsonl`, '');
  });

  it('adds and removes files, and undo brings them back', async () => {
    await run('accept', 'fresh');
    await is('fresh', 'accepted');
    assert.equal(await read(`${library}/fresh.md`), candidates[2]?.after['fresh']);
    await run('accept', 'pair');
    await is('pair', 'accepted');
    assert.equal(await read(`${library}/old.md`), undefined);
    assert.equal(await read(`${library}/.history/old_v1.md`), skillText('old', 'Do as before.'));
    assert.match((await read(`${library}/better.md`)) ?? '', /Do it better\./);
    await run('undo', 'pair');
    assert.equal(await read(`${library}/old.md`), skillText('old', 'Do as before.'));
    assert.equal(await read(`${library}/better.md`), undefined);
    await run('undo', 'fresh');
    assert.equal(await read(`${library}/fresh.md`), undefined);
  });

  it('follows the editor when it undoes the adding of a file', async () => {
    await run('accept', 'fresh');
    await open(`${library}/fresh.md`);
    await vscode.commands.executeCommand('undo');
    await is('fresh', 'pending');
    assert.equal(await read(`${library}/fresh.md`), undefined);
  });

  it('keeps an override with its reason and its evidence in the skill', async () => {
    const accepting = run('accept', 'harm');
    await answerInput();
    await accepting;
    const harm = await is('harm', 'accepted');
    assert.equal(harm.isOverride, true);
    const skill = parseSkill((await read(`${library}/units.md`)) ?? '', 'units.md');
    const { at, ...override } = skill.provenance?.override ?? { at: '' };
    assert.ok(at !== '');
    assert.deepEqual(override, {
      by: 'author',
      verdict: 'rejected',
      reason: '',
      evidence: '0 fixed, 1 regressed of 2 probes',
    });
    await run('undo', 'harm');
    assert.equal(await read(`${library}/units.md`), unitsText());
  });

  it('is called off with Escape, and then nothing has happened', async () => {
    const known = (await decisions()).length;
    const rejecting = run('reject', 'check');
    await until('the question', () => closeInput());
    await rejecting;
    assert.equal((await found('check')).decision, 'pending');
    assert.equal((await decisions()).length, known);
  });

  it('rejects, also what was accepted before', async () => {
    await run('accept', 'check');
    const rejecting = run('reject', 'check');
    await answerInput();
    await rejecting;
    await is('check', 'rejected');
    assert.equal(await read(`${library}/units.md`), unitsText());
    assert.equal((await decisions()).at(-1)?.decision, 'reject');
  });

  it('accepts all that the gate accepted, each onto the one before', async () => {
    const [node] = [{ kind: 'run', run: (await found('check')).run, edits: [] }];
    await vscode.commands.executeCommand('grasp.edits.acceptAll', node);
    for (const id of ['check', 'read', 'fresh', 'pair']) await is(id, 'accepted');
    assert.equal((await found('harm')).decision, 'pending');
    // Its name leads out of the folder: refused, and nothing is written anywhere.
    assert.equal((await found('evil')).decision, 'pending');
    const text = (await read(`${library}/units.md`)) ?? '';
    assert.match(text, /Read value and unit\.[^]*Check it twice\./);
    assert.equal(await read('evil.md'), undefined);
    assert.deepEqual((await fs.readDirectory(inWorkspace(library))).map(([name]) => name).sort(), [
      '.history',
      'better.md',
      'fresh.md',
      'units.md',
    ]);
  });

  it('refuses what is no skill any more, and changes nothing', async () => {
    const broken = '---\nname: [units\n---\nx\n';
    await write(`${library}/units.md`, broken);
    await until('the fit to follow', async () => (await found('check')).fit === 'stale');
    const known = (await decisions()).length;
    await run('accept', 'check');
    assert.equal(await read(`${library}/units.md`), broken);
    assert.equal((await decisions()).length, known);
  });

  it('never writes over what was saved elsewhere and the editor has not read', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    // What is not watched is not taken up by an open editor.
    const unwatched = { [`**/${root}/**`]: true };
    await settings.update('watcherExclude', unwatched, vscode.ConfigurationTarget.Workspace);
    try {
      const { document } = await open(`${library}/units.md`);
      const mine = unitsText((line) => (line === 'Check it.' ? 'Mine.' : line));
      await write(`${library}/units.md`, mine);
      const known = (await decisions()).length;
      await run('accept', 'check');
      assert.equal(await read(`${library}/units.md`), mine);
      assert.equal((await decisions()).length, known);
      assert.equal(document.isDirty, false);
    } finally {
      await settings.update('watcherExclude', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('rebases what no longer applies, and leaves the choice to the author', async () => {
    await write(
      `${library}/units.md`,
      unitsText((line) => (line === 'Check it.' ? 'Mine.' : line)),
    );
    await until('it to be stale', async () => (await found('check')).fit === 'stale');
    const known = (await decisions()).length;
    await run('accept', 'check');
    assert.equal((await decisions()).length, known);

    const rebasing = run('rebase', 'check');
    // Mine, the proposal, both.
    await answerPick(2);
    await until('a draft', () => surroundings.edits.drafts.get(key('check')) !== undefined);
    // Only show it.
    await answerPick(1);
    await rebasing;
    const rebased = await until('it to fit', async () => {
      const it = await found('check');
      return it.fit === 'applies' && it;
    });
    assert.ok(rebased.draft);
    const accepting = run('accept', 'check');
    await answerInput();
    await accepting;
    await is('check', 'accepted');
    assert.match((await read(`${library}/units.md`)) ?? '', /Mine\.\nCheck it twice\.\n$/);
    const said = (await decisions()).at(-1);
    assert.match(said?.files?.['units'] ?? '', /Mine\.\nCheck it twice\.\n$/);
    assert.equal(said?.verdict, undefined);
    assert.equal((await found('check')).isOverride, true);
    assert.equal(surroundings.edits.drafts.get(key('check')), undefined);
  });
});

describe('deciding while a run waits', () => {
  let surroundings: Surroundings;
  let child: ChildProcess;
  const name = 'decisions-live';
  const dir = `runs/${name}`;
  let code: Promise<unknown[]>;

  before(async () => {
    surroundings = (await activated<Surroundings>()).exports;
    await fs.copy(inWorkspace('skills/quickstart'), inWorkspace(`${root}-live`), {
      overwrite: true,
    });
    const folder = workspaceFolder().fsPath;
    const cli = path.join(
      vscode.extensions.getExtension(extensionId)?.extensionPath ?? '',
      'dist/cli.js',
    );
    const args = [
      'learn',
      '--config',
      'configs/quickstart.yaml',
      '--run-name',
      name,
      '--review',
      'ask',
    ];
    const set = ['--set', `skills.library_dir=${root}-live`, 'cycle.epochs=1'];
    child = spawn(process.execPath, [cli, ...args, ...set], {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: 'ignore',
    });
    code = once(child, 'exit');
    surroundings.runs.expect(inWorkspace(dir).fsPath);
  });

  after(async () => {
    child.kill('SIGINT');
    await code;
    await fs.delete(inWorkspace(dir), { recursive: true });
    await fs.delete(inWorkspace(`${root}-live`), { recursive: true });
    surroundings.runs.refresh();
  });

  const all = async (): Promise<readonly ReviewEdit[]> =>
    (await surroundings.edits.edits()).filter(({ run }) => run.name === name);
  const awaited = (other?: string): Promise<ReviewEdit> =>
    until('the run to wait', async () =>
      (await all()).find(({ isAwaited, key }) => isAwaited && key !== other),
    );

  interface LearnedLine {
    readonly type: string;
    readonly taken?: readonly { effect: string; decision: Decision; override?: object }[];
  }
  const journal = async (): Promise<readonly LearnedLine[]> =>
    ((await read(`${dir}/journal.jsonl`)) ?? '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LearnedLine);

  it('takes rejections, acceptances and the author’s own version up at once', async () => {
    const first = await awaited();
    assert.equal(first.candidate.judged.verdict, 'accepted');
    const rejecting = vscode.commands.executeCommand('grasp.edits.reject', first.key);
    await answerInput();
    await rejecting;

    const second = await awaited(first.key);
    const [part] = second.candidate.judged.edits;
    assert.ok(part);
    const text = second.candidate.judged.after[part.name] ?? '';
    const base = Object.fromEntries(
      (await surroundings.edits.sides(second)).map((side) => [side.name, side.base]),
    );
    surroundings.edits.drafts.put(second.key, {
      base,
      texts: { [part.name]: `${text.trimEnd()}\n- Mind the author.\n` },
    });
    const accepting = vscode.commands.executeCommand('grasp.edits.accept', second.key);
    await answerInput();
    await accepting;

    for (let last = second.key; ;) {
      const next = await until('the run to go on', async () => {
        const state = (await all())[0]?.state.status;
        if (state === 'finished') return 'finished' as const;
        return (await all()).find(({ isAwaited, key }) => isAwaited && key !== last);
      });
      if (next === 'finished') break;
      last = next.key;
      await vscode.commands.executeCommand('grasp.edits.accept', next.key);
    }

    const taken = (await journal()).flatMap((event) => event.taken ?? []);
    const effectOf = (key: string) =>
      taken.find(({ decision }) => key.endsWith(`#${decision.edit}`));
    assert.ok(effectOf(first.key)?.override);
    assert.equal(effectOf(second.key)?.effect, 'applied');
    const own = await read(`${root}-live/${part.name}.md`);
    assert.match(own ?? '', /Mind the author\./);
    const override = parseSkill(own ?? '', `${part.name}.md`).provenance?.override;
    assert.equal(override?.verdict, 'inconclusive');
    const learned = await read(`${dir}/skills/learned/${part.name}.md`);
    assert.match(learned ?? '', /Mind the author\./);
    assert.match(learned ?? '', /edited_by: author/);
    assert.equal((await surroundings.edits.get(first.key))?.decision, 'rejected');
  });
});

describe('running the probes of an edit again', () => {
  let edits: Surroundings['edits'];
  let edit: ReviewEdit;
  const now = async (): Promise<ReviewEdit> => {
    const it = await edits.get(edit.key);
    assert.ok(it);
    return it;
  };
  const callLimit = (limit: number | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('grasp.probes').update('callLimit', limit, true);

  after(() => edits.setRerun(edit.key, undefined));

  it('measures it on the author’s library, and shows what came out', async () => {
    const { exports } = await activated<Surroundings>();
    edits = exports.edits;
    const { spend } = exports.probeCalls;
    const used = spend.used;
    edit = await until('an edit that can be measured', async () =>
      (await edits.edits()).find(
        ({ run, fit, candidate }) =>
          run.name === 'quickstart' && fit === 'applies' && candidate.judged.verdict === 'accepted',
      ),
    );
    await vscode.commands.executeCommand('grasp.edits.reprobe', edit.key);
    const { rerun } = await until('what came out', async () => {
      const it = await edits.get(edit.key);
      return it?.rerun && it;
    });
    assert.ok(rerun);
    assert.equal(rerun.probes.length, edit.candidate.judged.outcomes.length);
    assert.equal(rerun.verdict, 'accepted');
    assert.ok(rerun.fixed > 0);
    assert.equal((await now()).isRerunOutdated, false);
    // It counts for the limit of the window, like probes of a skill that is edited by hand.
    assert.ok(spend.used > used);
  });

  it('is out of date when another skill, the configuration or a base skill changes', async () => {
    assert.ok(edit.libraryDir !== undefined);
    const outdated = (is: boolean): Promise<unknown> =>
      until(`outdated: ${is}`, async () => (await now()).isRerunOutdated === is);
    const other = vscode.Uri.joinPath(vscode.Uri.file(edit.libraryDir), 'other.md');
    await fs.writeFile(other, Buffer.from(skillText('other', 'Something else.')));
    await outdated(true);
    assert.equal((await now()).rerun?.verdict, 'accepted');
    await fs.delete(other);
    await outdated(false);
    for (const file of ['runs/quickstart/config.yaml', 'skills/base/skeleton.md']) {
      const text = await read(file);
      assert.ok(text !== undefined);
      await write(file, `${text}\n`);
      await outdated(true);
      assert.equal((await now()).rerun?.verdict, 'accepted');
      await write(file, text);
      await vscode.commands.executeCommand('grasp.edits.reprobe', edit.key);
      await outdated(false);
    }
  });

  it('is inconclusive at the limit of calls, and says which setting that is', async () => {
    await callLimit(0);
    await vscode.commands.executeCommand('grasp.edits.reprobe', edit.key);
    const { rerun } = await now();
    assert.equal(rerun?.verdict, 'inconclusive');
    assert.match(rerun.reason, /grasp\.probes\.callLimit/);
    await callLimit(undefined);
  });
});

/** Leaves the input box that is about to open empty, and accepts it. */
async function answerInput(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

async function answerPick(index: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  for (let i = 0; i < index; i += 1) {
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  }
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

async function closeInput(): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  return true;
}
