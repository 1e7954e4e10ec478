import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { apiKeyOf, createModel, loadPreset } from '../../../backends/presets';
import { isEditorModel } from '../editorModel';
import { filledPreset } from './filledPreset';
import { listPresets } from './listPresets';
import { editorModelPreset, presetFileName, serverName, serverPreset } from './presetText';
import { writePreset } from './writePreset';

const shipped = resolve('configs/agents');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'written-presets-'));
});

function load(text: string, env: Record<string, string> = {}) {
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, text);
  return loadPreset(file, [], env);
}

describe('the preset of a model behind a server', () => {
  const ollama = {
    server: 'Ollama',
    baseURL: 'http://127.0.0.1:11434/v1',
    model: 'qwen3:8b',
  };

  it('is one that the backends take', () => {
    const preset = load(serverPreset(ollama));
    expect(preset.settings).toMatchObject({
      backend: 'openai-chat',
      base_url: 'http://127.0.0.1:11434/v1',
      model: 'qwen3:8b',
      temperature: 0,
    });
    expect(apiKeyOf(preset)).toBeUndefined();
    expect(createModel(preset).label).toBe('qwen3:8b @ mine');
  });

  it('names the variable of its key, never a key', () => {
    const preset = load(serverPreset({ ...ollama, keyVariable: 'MY_KEY' }), { MY_KEY: 'secret-k' });
    expect(preset.keyVariables).toEqual(['MY_KEY']);
    expect(apiKeyOf(preset)).toBe('secret-k');
  });

  it('is the same preset whatever the names hold', () => {
    for (const model of ['a"b', "a'b", 'a: b # c', '\\n', '- [x', 'ümläut', '*a', '123', 'null']) {
      const server = 'evil\nbackend: recorded';
      expect(load(serverPreset({ ...ollama, server, model })).settings).toMatchObject({
        backend: 'openai-chat',
        model,
      });
    }
  });

  it('asks OpenAI’s reasoning models as they want it', () => {
    const openai = { server: 'api.openai.com', baseURL: 'https://api.openai.com/v1' };
    const reasoning = load(serverPreset({ ...openai, model: 'gpt-5-mini' })).settings;
    expect(reasoning).not.toHaveProperty('temperature');
    expect(reasoning).toMatchObject({ extra_body: { max_completion_tokens: 8192 } });
    expect(load(serverPreset({ ...openai, model: 'gpt-4.1' })).settings).toMatchObject({
      temperature: 0,
    });
  });
});

it('the preset of a model of the editor reaches it through the bridge', () => {
  const text = editorModelPreset({ vendor: 'copilot', id: 'gpt-4o', name: 'GPT-4o' });
  const preset = load(text, { GRASP_LM_PORT: '4711', GRASP_LM_TOKEN: 'a'.repeat(64) });
  expect(preset.settings).toMatchObject({
    base_url: 'http://127.0.0.1:4711/v1',
    model: 'copilot/gpt-4o',
    retry: { attempts: 10 },
  });
  expect(preset.settings).not.toHaveProperty('temperature');
  expect(preset.keyVariables).toEqual(['GRASP_LM_TOKEN']);
  expect(isEditorModel('/store/agents/lm-copilot-gpt-4o.yaml')).toBe(true);
  expect(isEditorModel('lm-copilot')).toBe(false);
  expect(isEditorModel('/store/agents/ollama.yaml')).toBe(false);
});

describe('names', () => {
  it('are safe in any file system', () => {
    expect(presetFileName('Ollama', 'qwen3:8b')).toBe('ollama-qwen3-8b');
    expect(presetFileName('../..', 'A/B\\C')).toBe('a-b-c');
    expect(presetFileName('x'.repeat(99))).toHaveLength(60);
    expect(presetFileName('模型')).toBe('model');
  });

  it('say which server it is', () => {
    expect(serverName('http://127.0.0.1:11434/v1')).toBe('Ollama');
    expect(serverName('http://localhost:1234/v1')).toBe('LM Studio');
    expect(serverName('http://127.0.0.1:8000/v1')).toBe('127.0.0.1:8000');
    expect(serverName('https://api.openai.com/v1')).toBe('api.openai.com');
  });
});

describe('writing a preset', () => {
  const text = (model: string, more = '') =>
    `backend: openai-chat\nbase_url: "http://127.0.0.1/v1"\nmodel: ${model}\n${more}`;

  it('takes the same name for the same model only', async () => {
    const first = await writePreset(folder, 'm', text('a'));
    const other = await writePreset(folder, 'm', text('b'));
    expect([first, other]).toEqual([join(folder, 'm.yaml'), join(folder, 'm-2.yaml')]);
    expect(await writePreset(folder, 'm', text('a'))).toBe(first);
    expect(await writePreset(folder, 'm', text('b'))).toBe(other);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('never writes over what the person changed', async () => {
    const file = await writePreset(join(folder, 'new', 'deep'), 'm', text('a'));
    writeFileSync(file, text('a', 'temperature: 1\n'));
    expect(await writePreset(join(folder, 'new', 'deep'), 'm', text('a'))).toBe(file);
    expect(readFileSync(file, 'utf8')).toContain('temperature: 1');
  });
});

describe('filling in variables', () => {
  it('replaces those that were typed and keeps comments, defaults and keys', () => {
    const text = readFileSync(join(shipped, 'local.yaml'), 'utf8');
    const filled = filledPreset(text, {
      OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1',
      GRASP_MODEL: 'a: "b" # c',
    });
    expect(filled).toContain('# Any server that speaks the OpenAI chat completions API.');
    expect(filled).toContain('api_key: ${OPENAI_API_KEY:-none}');
    expect(load(filled).settings).toMatchObject({
      base_url: 'http://127.0.0.1:8000/v1',
      model: 'a: "b" # c',
    });
  });
});

describe('the presets to choose from', () => {
  it('are those of the workspace, those written before, and those that come along', () => {
    const written = join(folder, 'store');
    const workspace = join(folder, 'workspace');
    mkdirSync(written);
    mkdirSync(join(workspace, 'configs', 'agents'), { recursive: true });
    writeFileSync(join(written, 'lm-a.yaml'), 'backend: openai-chat\nmodel: a/b\n');
    writeFileSync(join(workspace, 'configs/agents/mine.yaml'), 'backend: simulated\n');
    writeFileSync(join(workspace, 'configs/agents/broken.yaml'), 'backend: [');
    writeFileSync(join(workspace, 'configs/agents/other.yaml'), 'name: of another tool\n');
    const config = { path: join(workspace, 'configs/run.yaml'), baseDir: workspace };
    const presets = listPresets({ bundled: shipped, written, configs: [config, config] }, {});
    const of = (source: string) => presets.filter((it) => it.source === source);
    expect(of('workspace').map(({ name }) => name)).toEqual(['mine']);
    expect(of('written').map(({ name }) => name)).toEqual(['lm-a']);
    expect(of('bundled').map(({ name }) => name)).toContain('simulated');
    // Where the workspace is GRASP's own repository, its presets are not listed twice.
    const own = { path: resolve('configs/quickstart.yaml'), baseDir: resolve('.') };
    const again = listPresets({ bundled: shipped, written, configs: [own] }, {});
    expect(again.filter(({ name }) => name === 'simulated')).toHaveLength(1);
  });
});
