/** Keys, the bridge to the editor's language models, and what is wrong with configurations. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenAIChatModel } from '../../../../src/backends/openaiChat';
import { Secret } from '../../../../src/backends/secret';
import type { Surroundings } from '../../../../src/surfaces/common/surroundings';
import { LanguageModelBridge } from '../../../../src/surfaces/setup/bridge/languageModelBridge';
import { editorModelPreset } from '../../../../src/surfaces/setup/models/presetText';
import { activated, inWorkspace, until, workspaceFolder } from '../../inHost/support';

const KEY = 'sk-setup-suite-7f3a91c2';
const VARIABLE = 'SETUP_SUITE_KEY';

let surroundings: Surroundings;
const config = () => inWorkspace('configs/quickstart.yaml').fsPath;
const baseDir = () => workspaceFolder().fsPath;

before(async () => {
  surroundings = (await activated<Surroundings>()).exports;
});

/** A preset of the workspace, as a repository somebody else wrote may bring it. */
async function workspacePreset(name: string, baseURL: string): Promise<string> {
  const file = inWorkspace(`configs/agents/${name}.yaml`).fsPath;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `backend: openai-chat\nmodel: m\nbase_url: ${baseURL}\napi_key: \${${VARIABLE}:-none}\n`,
  );
  return name;
}

describe('keys', () => {
  after(async () => {
    for (const { variable } of surroundings.keys.index) await surroundings.keys.forget(variable);
    await rm(inWorkspace('configs/agents').fsPath, { recursive: true, force: true });
  });

  it('are kept in the secret storage and listed by their names only', async () => {
    const { keys, context } = surroundings;
    assert.equal(await keys.store(VARIABLE, KEY), true);
    assert.deepEqual(keys.index, [{ variable: VARIABLE, origins: [] }]);
    const kept = [context.globalState, context.workspaceState].flatMap((memory) =>
      memory.keys().map((key) => JSON.stringify(memory.get(key))),
    );
    assert.equal(kept.join('\n').includes(KEY), false);
  });

  it('do not go to a server that only the workspace names, until that was approved', async () => {
    const { keys } = surroundings;
    const agent = await workspacePreset('gateway', 'https://gateway.example/v1');
    const request = { config: config(), baseDir: baseDir(), agent, quiet: true };
    assert.deepEqual(await keys.environment(request), {
      GRASP_KEY_ORIGINS: JSON.stringify({ [VARIABLE]: [] }),
    });
    await keys.allow(VARIABLE, 'https://gateway.example');
    assert.deepEqual(await keys.environment(request), {
      [VARIABLE]: KEY,
      GRASP_KEY_ORIGINS: JSON.stringify({ [VARIABLE]: ['https://gateway.example'] }),
    });
    // Nor does the laboratory send it elsewhere, if the preset is changed after that.
    const env = { ...process.env, ...(await keys.environment(request)) };
    await workspacePreset('gateway', 'https://evil.example/v1');
    const lab = await surroundings.lab.load();
    await assert.rejects(
      lab.open({ config: config(), baseDir: baseDir(), agent, env }),
      /may not be sent to https:\/\/evil\.example/,
    );
  });

  it('of the environment do not go there either, until that was allowed; which can be forgotten', async () => {
    const { keys } = surroundings;
    const own = 'SETUP_SUITE_ENV_TOKEN';
    const agent = 'foreign';
    await writeFile(
      inWorkspace(`configs/agents/${agent}.yaml`).fsPath,
      `backend: openai-chat\nmodel: m\nbase_url: https://evil.example/v1\napi_key: \${${own}}\n`,
    );
    const request = { config: config(), baseDir: baseDir(), agent, quiet: true };
    const open = async (variables: Readonly<Record<string, string>>) =>
      (await surroundings.lab.load()).open({
        config: config(),
        baseDir: baseDir(),
        agent,
        env: { ...process.env, ...variables },
      });
    process.env[own] = KEY;
    try {
      assert.deepEqual(await keys.environment(request), { [own]: '' });
      await assert.rejects(open({}), /would send SETUP_SUITE_ENV_TOKEN to https:\/\/evil\.example/);
      // A process of its own asks the window, because there is something to ask.
      assert.deepEqual(Object.keys(await keys.handover(request)), ['GRASP_KEY_HANDOVER']);
      await keys.allow(own, 'https://evil.example');
      const allowed = await keys.environment(request);
      assert.deepEqual(allowed, {
        GRASP_KEY_GRANTS: JSON.stringify({ [own]: ['https://evil.example'] }),
      });
      await (await open(allowed)).dispose();
      await keys.forget(own);
      assert.deepEqual(await keys.environment(request), { [own]: '' });
    } finally {
      Reflect.deleteProperty(process.env, own);
    }
  });

  it('are not all a preset may lack: what to do about the rest is said', async () => {
    await assert.rejects(
      surroundings.keys.environment({ config: config(), baseDir: baseDir(), agent: 'ollama' }),
      (error: Error & { fix?: string }) =>
        /nothing is set for GRASP_MODEL, which the preset ollama needs/.test(error.message) &&
        /GRASP: Select Model/.test(error.fix ?? ''),
    );
  });

  it('do not travel unencrypted beyond this machine', async () => {
    const agent = await workspacePreset('plain', 'http://10.1.2.3/v1');
    await assert.rejects(
      surroundings.keys.environment({ config: config(), baseDir: baseDir(), agent }),
      /SETUP_SUITE_KEY would travel to http:\/\/10\.1\.2\.3 unencrypted/,
    );
  });

  it('go home without a question, and only where they are needed', async () => {
    const { keys } = surroundings;
    await keys.store('OPENAI_API_KEY', 'sk-openai');
    const request = { config: config(), baseDir: baseDir() };
    assert.deepEqual(await keys.environment({ ...request, agent: 'openai' }), {
      OPENAI_API_KEY: 'sk-openai',
      GRASP_KEY_ORIGINS: JSON.stringify({ OPENAI_API_KEY: ['https://api.openai.com'] }),
    });
    assert.deepEqual(await keys.environment(request), {});
    const set = ['updater.preset=openai'];
    assert.equal((await keys.environment({ ...request, set })).OPENAI_API_KEY, 'sk-openai');
    assert.deepEqual(Object.keys(await keys.environment()).sort(), [
      'GRASP_KEY_ORIGINS',
      'OPENAI_API_KEY',
      VARIABLE,
    ]);
  });

  it('that the system lost are missed with what to do about it', async () => {
    const { keys, context } = surroundings;
    await context.secrets.delete(`grasp.key.OPENAI_API_KEY`);
    await assert.rejects(
      keys.environment({ config: config(), baseDir: baseDir(), agent: 'openai' }),
      (error: Error & { fix?: string }) =>
        /OPENAI_API_KEY is no longer in the secret storage/.test(error.message) &&
        /keyring/.test(error.fix ?? ''),
    );
  });

  it('are gone once forgotten, and what they were approved for', async () => {
    const { keys } = surroundings;
    await keys.forget(VARIABLE);
    await keys.forget('OPENAI_API_KEY');
    assert.deepEqual(keys.index, []);
    assert.deepEqual(await keys.environment(), {});
    await keys.store(VARIABLE, KEY);
    assert.deepEqual(keys.index, [{ variable: VARIABLE, origins: [] }]);
  });

  it('can be kept for the session only', async () => {
    const { keys } = surroundings;
    await keys.forget(VARIABLE);
    keys.keepForSession(VARIABLE, 'for-now', ['https://gateway.example']);
    assert.equal((await keys.environment())[VARIABLE], 'for-now');
    assert.equal(await surroundings.context.secrets.get(`grasp.key.${VARIABLE}`), undefined);
    await keys.forget(VARIABLE);
    assert.deepEqual(await keys.environment(), {});
  });
});

interface TestModels {
  readonly asked: readonly {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: readonly object[] }[];
    readonly tools: readonly string[];
  }[];
  cancelled(): number;
}

describe('language models of the editor', () => {
  let models: TestModels;
  let preset = '';

  async function clientOf(id: string): Promise<OpenAIChatModel> {
    const env = await surroundings.keys.environment({
      config: config(),
      baseDir: baseDir(),
      agent: preset,
    });
    return new OpenAIChatModel({
      baseURL: `http://127.0.0.1:${env.GRASP_LM_PORT}/v1`,
      model: `grasp-test/${id}`,
      apiKey: new Secret(env.GRASP_LM_TOKEN ?? ''),
    });
  }

  before(async () => {
    const provider = vscode.extensions.getExtension<TestModels>('grasp-test.language-models');
    assert.ok(provider, 'the provider for tests is not installed');
    models = await provider.activate();
    await until('the models', async () => {
      const found = await vscode.lm.selectChatModels({ vendor: 'grasp-test' });
      return found.length === 4;
    });
    const folder = vscode.Uri.joinPath(surroundings.context.globalStorageUri, 'agents').fsPath;
    await mkdir(folder, { recursive: true });
    preset = path.join(folder, 'lm-setup-suite.yaml');
    await writeFile(
      preset,
      editorModelPreset({ vendor: 'grasp-test', id: 'echo', name: 'Test Echo' }),
    );
  });

  after(() => rm(preset, { force: true }));

  it('answer a process through the bridge: text, tools and tokens', async () => {
    const client = await clientOf('echo');
    const tools = [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }];
    const first = await client.complete({
      purpose: 'agent',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'one two three' },
      ],
      tools,
    });
    assert.equal(first.content, 'You said: one two three');
    assert.deepEqual(first.toolCalls, [{ id: 'call-1', name: 'look', arguments: '{"at":1}' }]);
    assert.ok(first.usage.inputTokens > 4 && first.usage.outputTokens > 4);
    const second = await client.complete({
      purpose: 'agent',
      messages: [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: '', toolCalls: first.toolCalls ?? [] },
        { role: 'tool', toolCallId: 'call-1', content: 'seen' },
      ],
      tools,
    });
    assert.equal(second.toolCalls, undefined);
    assert.deepEqual(models.asked.at(-1)?.messages, [
      { role: 'user', content: [{ text: 'one' }] },
      { role: 'assistant', content: [{ call: 'call-1', name: 'look', input: { at: 1 } }] },
      { role: 'user', content: [{ result: 'call-1', content: [{ text: 'seen' }] }] },
    ]);
    assert.deepEqual(models.asked.at(-1)?.tools, ['look']);
  });

  it('that refuse stop a run for good, in their own words', async () => {
    const client = await clientOf('quota');
    await assert.rejects(
      client.complete({ purpose: 'agent', messages: [{ role: 'user', content: 'x' }] }),
      { kind: 'auth', message: /used up your quota/ },
    );
    const gone = await clientOf('nobody');
    await assert.rejects(
      gone.complete({ purpose: 'agent', messages: [{ role: 'user', content: 'x' }] }),
      { kind: 'not-found' },
    );
  });

  it('are no longer asked when the process goes away', async () => {
    const client = await clientOf('slow');
    const stop = new AbortController();
    const before = models.asked.length;
    const asking = client.complete(
      { purpose: 'agent', messages: [{ role: 'user', content: 'x' }] },
      stop.signal,
    );
    await until('the model is asked', () => models.asked.length > before);
    stop.abort(new Error('gone'));
    await assert.rejects(asking, /gone/);
    await until('the request is cancelled', () => models.cancelled() > 0);
  });

  it('are reached at the same port with the same token after the window was loaded anew', async () => {
    const { context, log } = surroundings;
    const first = new LanguageModelBridge(context, log);
    const before = await first.start();
    first.dispose();
    const second = new LanguageModelBridge(context, log);
    try {
      await until('the port is free again', async () => {
        assert.equal(second.wasInUse, true);
        return true;
      });
      assert.deepEqual(await second.start(), before);
    } finally {
      second.dispose();
    }
  });

  it('play the agent of a project of the laboratory', async () => {
    const env = {
      ...process.env,
      ...(await surroundings.keys.environment({
        config: config(),
        baseDir: baseDir(),
        agent: preset,
      })),
    };
    const lab = await surroundings.lab.load();
    const project = await lab.open({ config: config(), baseDir: baseDir(), agent: preset, env });
    try {
      assert.match(project.agent, /^grasp-test\/echo @ lm-setup-suite$/);
      assert.equal(project.isRepeatable, false);
      const { library } = await project.library();
      const changed = library.drop(library.learned[0]?.name ?? '');
      const [sample] = await project.samples('dev');
      const measured = await project.measure(
        { saved: library, edited: changed, samples: [sample?.id ?? ''], callLimit: 50 },
        new AbortController().signal,
      );
      assert.equal(measured.probes.length, 1);
      assert.equal(measured.errored, 0);
      assert.ok(models.asked.some(({ model }) => model === 'echo'));
    } finally {
      await project.dispose();
    }
  });
});

describe('what is wrong with a configuration', () => {
  it('is shown in its editor, at its lines, and gone once it is mended', async () => {
    const file = inWorkspace('configs/setup-suite.yaml');
    const good = await readFile(config(), 'utf8');
    await writeFile(file.fsPath, `${good}\nprobe:\n  reuse: often\nseeds: 3\n`);
    const document = await vscode.workspace.openTextDocument(file);
    const own = () =>
      vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'GRASP');
    const found = await until('the problems', () => own().length === 2 && own());
    const line = good.split('\n').length;
    assert.deepEqual(
      found.map(({ range, message }) => [range.start.line, message.split('\n')[0]]),
      [
        [line + 1, 'probe.reuse must be one of auto, always, never, but is the text "often"'],
        [line + 2, 'unknown key "seeds" in a run config'],
      ],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(line, 0, line + 3, 0), '');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await until('no problems', () => own().length === 0);
  });

  it('is shown in the suite it names', async () => {
    const suite = inWorkspace('setup-suite-cases.yaml');
    const file = inWorkspace('setup.grasp.yaml');
    const cases = 'cases:\n  - input: a\n    grader: { kind: guess }\n';
    await writeFile(suite.fsPath, cases);
    await writeFile(
      file.fsPath,
      'task: { kind: cases, suite: setup-suite-cases.yaml }\nagent_preset: simulated\ncycle: { epochs: 1, update_every: 1 }\n',
    );
    await vscode.workspace.openTextDocument(file);
    const own = () =>
      vscode.languages.getDiagnostics(suite).filter(({ source }) => source === 'GRASP');
    const [problem] = await until('the problem', () => own().length === 1 && own());
    assert.equal(problem?.range.start.line, 2);
    assert.match(problem?.message ?? '', /unknown kind of grader "guess"/);
    const document = await vscode.workspace.openTextDocument(suite);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      suite,
      new vscode.Range(2, 0, 3, 0),
      '    expected: a\n    grader: { kind: contains }\n',
    );
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await until(
      'another problem',
      () => own()[0] !== undefined && !/guess/.test(own()[0]?.message ?? ''),
    );
  });

  it('is nobody’s business in files of other tools', async () => {
    const file = inWorkspace('configs/setup-other.yaml');
    await writeFile(file.fsPath, 'version: 2\njobs: [\n');
    await vscode.workspace.openTextDocument(file);
    const own = await vscode.workspace.openTextDocument(inWorkspace('configs/quickstart.yaml'));
    await until('the other file is checked', async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return !own.isClosed;
    });
    const found = vscode.languages.getDiagnostics(file);
    assert.deepEqual(
      found.filter(({ source }) => source === 'GRASP'),
      [],
    );
  });
});

describe('the manifest', () => {
  it('declares the commands that are registered', async () => {
    const registered = await vscode.commands.getCommands(true);
    const { packageJSON } = surroundings.context.extension as {
      packageJSON: { contributes: { commands: { command: string }[] } };
    };
    const declared = packageJSON.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !registered.includes(command)),
      [],
    );
  });
});
