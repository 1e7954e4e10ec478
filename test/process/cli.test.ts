/** The command line as its callers see it: exit codes, one JSON object on stdout, and plain words. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, readEvents, readTree, repository, run, start } from '../support/commandLine';
import { HeldServer } from '../support/heldServer';

const quickstart = ['--config', 'configs/quickstart.yaml', '--agent', 'simulated'];
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'grasp-cli-'));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

/** `key=value` words are settings, the others flags. */
function learn(name: string, ...words: string[]): string[] {
  const isSetting = (word: string): boolean => word.includes('=');
  const flags = ['learn', ...quickstart, '--run-name', name, ...words.filter((w) => !isSetting(w))];
  return [...flags, '--set', `output_dir=${dir}`, ...words.filter(isSetting)];
}

function parse(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Waits until the run has recorded an event of this type. */
async function recorded(name: string, type: string): Promise<Record<string, unknown>> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const found = (await readEvents(path.join(dir, name))).find((event) => event['type'] === type);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`run ${name} has recorded no ${type}`);
}

describe('grasp learn', () => {
  it('learns the quickstart, tells what it did, and leaves the author’s library alone', async () => {
    const before = await readTree(path.join(repository, 'skills'));
    const { code, stdout, stderr } = await run(learn('whole'));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    // The estimate comes before the first result.
    expect(stdout.indexOf('Estimate')).toBeLessThan(stdout.indexOf('baseline: val'));
    for (const part of ['simulation', 'Learning curve', 'Library', '@@ ', 'outcome', 'Cost']) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain('was not touched');
    expect(stdout).not.toContain('\u001b');
    expect(await readTree(path.join(repository, 'skills'))).toEqual(before);
  });

  it('prints one JSON object on stdout and everything else on stderr', async () => {
    const { code, stdout, stderr } = await run(learn('json', '--json'));
    expect(code).toBe(0);
    const result = parse(stdout);
    expect(result).toMatchObject({ run: 'json', method: 'grasp', simulated: true, usd: 0 });
    const val = result['val'] as { epoch: unknown; score: number }[];
    expect(val[0]?.epoch).toBe('baseline');
    expect(val.at(-1)?.score).toBeGreaterThan(val[0]?.score ?? 1);
    expect(stderr).toContain('Learning curve');
  });

  it('refuses to write over a run, and starts anew with --force', async () => {
    const first = await run(learn('twice', '--json', 'cycle.epochs=1'));
    expect(first.code).toBe(0);
    const second = await run(learn('twice', '--json'));
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('--resume');
    expect(parse(second.stdout)).toMatchObject({ exit_code: 2 });
    expect(second.stderr).not.toContain('Estimate');
    expect((await run(learn('twice', '--force', 'cycle.epochs=1'))).code).toBe(0);
  });

  it('stops at a budget with code 3, and goes on to the same end', async () => {
    const whole = parse((await run(learn('uncapped', '--json'))).stdout);
    const capped = await run(learn('capped', 'budget.calls=60', '--json'));
    expect(capped.code).toBe(3);
    expect(parse(capped.stdout)).toMatchObject({ stopped: { reason: 'budget' }, calls: 60 });
    expect(capped.stderr).toContain('--run-name capped --resume --set budget.calls=');
    expect(capped.stderr.match(/to go on/gi)).toHaveLength(1);
    const resumed = await run(learn('capped', '--resume', '--json'));
    expect(resumed.code).toBe(0);
    const { val, library, edits, calls } = parse(resumed.stdout);
    expect({ val, library, edits, calls }).toEqual({
      val: whole['val'],
      library: whole['library'],
      edits: whole['edits'],
      calls: whole['calls'],
    });
  });

  it('refuses a place it cannot write to before it says what it would do', async () => {
    const file = path.join(dir, 'a-file');
    await writeFile(file, '');
    const { code, stdout, stderr } = await run(learn('placed', `output_dir=${file}`));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('a file stands where a folder is needed');
  });

  it('does not resume a run by other rules than it was started with', async () => {
    await run(learn('rules', 'cycle.epochs=1'));
    const { code, stderr } = await run(
      learn('rules', '--resume', 'cycle.epochs=1', 'cycle.seed=2'),
    );
    expect(code).toBe(2);
    expect(stderr).toContain('seed was 1 and is now 2');
  });

  it('ends at Ctrl-C with code 130, waits for no answer, and says how to go on', async () => {
    const server = await HeldServer.start();
    server.letPass(20);
    const args = learn('stopped').map((arg) => (arg === 'simulated' ? 'local' : arg));
    const { child, finished } = start(args, { env: server.env });
    await recorded('stopped', 'rollout.finished');
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    await server.close();
    expect(code).toBe(130);
    expect(stderr).toContain('--run-name stopped --resume');
    expect((await readEvents(path.join(dir, 'stopped'))).at(-1)).toMatchObject({
      type: 'run.stopped',
      reason: 'user',
    });
  });

  it('stops with the reason when the endpoint is down, and keeps no key', async () => {
    const env = {
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_API_KEY: 'sentinel-key-1234567890',
      GRASP_MODEL: 'm',
    };
    const started = Date.now();
    const args = ['learn', '--config', 'configs/quickstart.yaml', '--agent', 'local'];
    const place = ['--run-name', 'down', '--set', `output_dir=${dir}`];
    const { code, stdout, stderr } = await run([...args, ...place], { env });
    expect(code).toBe(1);
    // Not after minutes of retries: nothing has ever answered there.
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(stderr).toContain('--resume');
    expect(stderr).toContain('127.0.0.1:9');
    const written = JSON.stringify(await readTree(path.join(dir, 'down')));
    expect(`${stdout}${stderr}${written}`).not.toContain('sentinel');
  });
});

describe('grasp decide', () => {
  it('after the end of a run is taken up when the run is resumed, once', async () => {
    const done = await run(learn('ended', '--json', 'cycle.epochs=1'));
    const { edits } = parse(done.stdout) as { edits: { id: string; verdict: string }[] };
    const refused = edits.find(({ verdict }) => verdict === 'rejected')?.id ?? '';
    const decide = ['decide', path.join(dir, 'ended'), '--edit', refused];
    expect((await run([...decide, '--accept', '--reason', 'our rule'])).code).toBe(0);
    for (let time = 0; time < 2; time++) {
      const resumed = await run(learn('ended', '--json', '--resume', 'cycle.epochs=1'));
      expect(resumed.code, resumed.stderr).toBe(0);
      const result = parse(resumed.stdout) as { edits: Record<string, unknown>[] };
      expect(result.edits.find(({ id }) => id === refused)).toMatchObject({
        verdict: 'rejected',
        applied: true,
        override: { decision: 'accept', reason: 'our rule' },
      });
    }
    const learned = await readTree(path.join(dir, 'ended/skills/learned'));
    const [own = '', ...more] = Object.values(learned).filter((text) =>
      text.includes('reason: our rule'),
    );
    expect(more).toEqual([]);
    expect(own).toMatch(/evidence: \d+ fixed, \d+ regressed of \d+ probes/);
  });

  it('answers a run that waits, and the override shows in its outcome', async () => {
    const { finished } = start(learn('asked', '--review', 'ask', '--json', 'cycle.epochs=1'));
    const waiting = await recorded('asked', 'run.waiting');
    const [edit = ''] = waiting['edits'] as string[];
    const wrong = await run(['decide', path.join(dir, 'asked'), '--edit', `${edit}x`, '--reject']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(`Did you mean "${edit}"?`);
    const args = ['decide', path.join(dir, 'asked'), '--edit', edit, '--reject', '--json'];
    const answer = await run([...args, '--reason', 'not ours']);
    expect(parse(answer.stdout)).toMatchObject({ edit, decision: 'reject', live: true });

    // Whatever else it asks is accepted, so that it comes to its end.
    const told = new Set([edit]);
    let isOver = false;
    void finished.then(() => (isOver = true));
    while (!isOver) {
      const events = await readEvents(path.join(dir, 'asked'));
      const asked = events
        .filter(({ type }) => type === 'run.waiting')
        .flatMap(({ edits }) => edits as string[]);
      for (const id of asked.filter((each) => !told.has(each))) {
        told.add(id);
        await run(['decide', path.join(dir, 'asked'), '--edit', id, '--accept']);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    const edits = parse(stdout)['edits'] as Record<string, unknown>[];
    expect(edits.find(({ id }) => id === edit)).toMatchObject({
      verdict: 'accepted',
      applied: false,
      override: { decision: 'reject', reason: 'not ours' },
    });
  });

  it('refuses two decisions at once, and a folder that is no run', async () => {
    expect((await run(['decide', dir, '--edit', 'x', '--accept', '--undo'])).code).toBe(2);
    expect((await run(['decide', path.join(dir, 'none'), '--edit', 'x', '--undo'])).code).toBe(2);
  });
});

describe('the other commands', () => {
  it.each([
    [['lern'], 'Did you mean learn?'],
    [['learn', '--confg', 'x'], 'Did you mean --config?'],
    [['learn'], 'there is no --config'],
    [['learn', ...quickstart, '--resume', '--force'], 'cannot be used with'],
    [['learn', ...quickstart, '--resume'], '--run-name'],
    [['learn', '--config', 'configs/quickstart.yaml', '--agent', 'simulatd'], 'simulated'],
    [['learn', ...quickstart, '--method', 'graps'], 'Did you mean "grasp"?'],
    [['learn', ...quickstart, '--run-name', '../x'], 'cannot be the name of a run'],
    [['serve-simulated', '--error-rate', '2'], 'from 0 to 1'],
    [['serve-simulated', '--port', '99999'], 'from 0 to 65535'],
    [['serve-simulated', '--port', '-1'], 'from 0 to 65535'],
    [['serve-simulated', '--port', 'web'], 'from 0 to 65535'],
    [['eval', ...quickstart, '--split', 'nope'], 'no split "nope"'],
    [['decide', 'configs', '--edit', 'x', '--accept'], 'there is no run here'],
    [['learn', ...quickstart, '--set', 'cycle.epochs='], '--set cycle.epochs='],
    [['learn', ...quickstart, '--resume', '--run-name', 'no-such-run'], 'no run to resume'],
  ])('%j is a mistake of use: code 2', async (args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
  });

  it.each(['learn', 'probe', 'eval', 'estimate', 'doctor', 'decide', 'serve-simulated'])(
    '%s --help has examples',
    async (command) => {
      const { code, stdout } = await run([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
    },
  );

  it('estimate says what a run takes and writes nothing', async () => {
    const out = path.join(dir, 'estimated');
    const args = ['estimate', ...quickstart, '--set', `output_dir=${out}`, '--json'];
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({ rollouts: { min: 160 }, usd: null, simulated: true });
    await expect(stat(out)).rejects.toThrow('ENOENT');
  });

  it('doctor exits with 1 when something is missing, and names the fix', async () => {
    expect((await run(['doctor', ...quickstart])).code).toBe(0);
    const broken = await run([
      'doctor',
      '--config',
      'configs/quickstart.yaml',
      '--agent',
      'openai',
    ]);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('export OPENAI_API_KEY=');
  });

  it('skills lint exits with 1 at an error, with file and line', async () => {
    expect((await run(['skills', 'lint', 'skills/quickstart'])).code).toBe(0);
    const bad = path.join(dir, 'bad.md');
    await writeFile(bad, '---\nname: bad\ntags: [\n---\nx\n');
    const { code, stdout } = await run(['skills', 'lint', dir]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/bad\.md:\d+: error: /);
  });

  it('probe measures an edited skill against the saved one', async () => {
    const draft = path.join(dir, 'read_the_bundle.md');
    await writeFile(
      draft,
      '---\nname: read_the_bundle\ndescription: Read magnesium results\ntags: [magnesium]\n---\n\nTake the latest value by effectiveDateTime, as a bare number.\nIf there is none in the last 24 hours, answer -1.\n',
    );
    const { code, stdout } = await run(['probe', ...quickstart, '--skill', draft, '--json']);
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({ verdict: 'accepted', regressions: 0, simulated: true });
  });

  it('eval scores a frozen library on a sealed split', async () => {
    const flags = ['--split', 'test', '--run-name', 'sealed', '--set', `output_dir=${dir}`];
    const { code, stdout } = await run(['eval', ...quickstart, ...flags, '--json']);
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({ split: 'test', n_total: 10 });
    const rows = await readFile(path.join(dir, 'eval', 'sealed', 'test_runs.jsonl'), 'utf8');
    expect(rows.trim().split('\n')).toHaveLength(10);
  });

  it('eval in which nothing could be evaluated fails with the reason, and scores nothing', async () => {
    const mute = path.join(dir, 'mute');
    await mkdir(path.join(mute, 'agents'), { recursive: true });
    await writeFile(path.join(mute, 'agents/mute.yaml'), 'backend: recorded\ncassette: no.jsonl\n');
    await writeFile(path.join(mute, 'agents/no.jsonl'), '');
    const config = path.join(mute, 'run.yaml');
    await copyFile(path.join(repository, 'configs/quickstart.yaml'), config);
    const flags = ['--config', config, '--agent', 'mute', '--run-name', 'dead', '--json'];
    const settings = ['--set', `output_dir=${dir}`, 'faults.retries=0'];
    const { code, stdout, stderr } = await run(['eval', ...flags, ...settings]);
    expect(code).toBe(1);
    expect(stderr).toContain('10 errored');
    expect(stderr).toContain('holds no reply');
    const { error } = parse(stdout) as { error: { message: string } };
    expect(error.message).toContain('holds no reply');
    await expect(stat(path.join(dir, 'eval/dead/test_score.json'))).rejects.toThrow('ENOENT');
  });

  it('a program without what came with it says what is missing, and how to make it', async () => {
    const alone = path.join(dir, 'alone');
    await mkdir(alone);
    await copyFile(cli, path.join(alone, 'cli.js'));
    const config = path.join(alone, 'run.yaml');
    const text = 'task: { kind: quickstart }\ncycle: { epochs: 1, update_every: 5 }\n';
    await writeFile(config, `${text}agent_preset: mine\n`);
    const args = ['doctor', '--config', config];
    const { status, stdout } = spawnSync(process.execPath, [path.join(alone, 'cli.js'), ...args], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).not.toContain('Choose one of');
    expect(stdout).toContain(path.join(alone, 'agents'));
    expect(stdout).toContain('backend: simulated');
    expect(stdout).toContain('base skills of this installation are missing');
    expect(stdout).toContain('skills.base_dir');
    expect(stdout).not.toContain('run.yaml:');
    // Without a config, too.
    const bare = spawnSync(process.execPath, [path.join(alone, 'cli.js'), 'doctor']);
    expect(String(bare.stdout)).toContain('there are no presets');
  });

  it('serve-simulated ends at Ctrl-C', async () => {
    const { child, finished } = start(['serve-simulated']);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
  });
});
