import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Model } from '../engine/ports';
import { describeError, UserError } from '../util/errors';
import type { Env } from './expandEnv';
import {
  apiKeyOf,
  createModel,
  listPresets,
  loadPreset,
  missingVariables,
  presetNeeds,
  parseKeyUse,
  presetSchema,
  withGrants,
  withTemperature,
} from './presets';

const KEY = 'sentinel-key-7f3a91c2d4e5';
const shipped = resolve('configs/agents');

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'presets-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function write(name: string, ...lines: string[]): string {
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return describeError(error).replace(`${dir}/`, '');
    throw error;
  }
  throw new Error('it was not refused');
}

const load = (name: string, env: Env = {}) => loadPreset(name, [dir], env);

describe('the presets that come along', () => {
  const env = {
    OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    OPENAI_API_KEY: KEY,
    GRASP_MODEL: 'some-model',
    OSS_API_BASE: 'http://127.0.0.1:2/v1',
    DEEPSEEK_API_BASE: 'https://api.deepseek.com/v1',
    DEEPSEEK_API_KEY: KEY,
  };

  it.each(['local', 'openai', 'gptoss', 'deepseek', 'ollama', 'lmstudio', 'vllm'])(
    '%s works once its variables are set, and never shows the key',
    (name) => {
      const preset = loadPreset(name, [shipped], env);
      const model = createModel(preset);
      expect(model.label).toMatch(new RegExp(` @ ${name}$`));
      expect(model.temperature).toBe(0);
      const shown = [
        inspect(preset, { depth: 9, showHidden: true }),
        JSON.stringify(preset),
        stringify(preset),
      ];
      for (const text of [...shown, model.label, model.identity]) expect(text).not.toContain(KEY);
    },
  );

  it('says which variables local lacks, where, and how to set them', () => {
    const text = refusal(() => loadPreset('local', [shipped], {}));
    expect(text).toContain(
      'local.yaml:6: preset local needs the variables OPENAI_BASE_URL, GRASP_MODEL',
    );
    expect(text).toMatch(/(export |\$env:)OPENAI_BASE_URL/);
    expect(missingVariables('local', [shipped], {})).toEqual(['OPENAI_BASE_URL', 'GRASP_MODEL']);
    expect(missingVariables('local', [shipped], env)).toEqual([]);
  });

  it('have the published defaults', () => {
    expect(loadPreset('gptoss', [shipped], env).settings).toMatchObject({
      model: 'gpt-oss-120b',
      max_tokens: 8192,
      timeout: 120,
    });
    expect(loadPreset('local', [shipped], env).settings).toMatchObject({
      max_tokens: 1024,
      temperature: 0,
    });
  });
});

describe('finding a preset', () => {
  it('lists what is there, the first folder winning', () => {
    const second = join(dir, 'more');
    mkdirSync(second);
    write('b', 'backend: simulated');
    write('a', 'backend: simulated');
    write('Not A Name', '');
    writeFileSync(join(second, 'b.yaml'), 'backend: recorded');
    writeFileSync(join(second, 'preset.schema.json'), '{}');
    const found = listPresets([dir, second, join(dir, 'missing')]);
    expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(found[1]?.file).toBe(join(dir, 'b.yaml'));
  });

  it('offers the nearest name, and takes no path for one', () => {
    write('ollama', 'backend: simulated');
    write('local', 'backend: simulated');
    expect(refusal(() => load('olama'))).toContain(
      'Presets: local, ollama. Did you mean "ollama"?',
    );
    for (const path of ['../local', join(dir, 'local'), 'local.yaml', '']) {
      expect(refusal(() => load(path))).toContain('there is no preset');
    }
  });
});

describe('a preset by its path', () => {
  it('is read wherever it lies, and goes by the name of its file', () => {
    const file = write('Mine-1.0', 'backend: simulated', 'seed: 4');
    expect(loadPreset(file, [], {})).toMatchObject({ name: 'Mine-1.0', file });
    expect(loadPreset(file, [], {}).settings).toMatchObject({ seed: 4 });
    expect(missingVariables(file, [], {})).toEqual([]);
  });

  it('is missed with its path', () => {
    const file = join(dir, 'gone.yaml');
    expect(refusal(() => loadPreset(file, [], {}))).toMatch(/^gone\.yaml: there is no such preset/);
  });

  it('must be absolute', () => {
    write('a', 'backend: simulated');
    expect(refusal(() => load('./a.yaml'))).toContain('there is no preset "./a.yaml"');
  });
});

describe('what a preset needs', () => {
  it('is known before anything is set', () => {
    expect(presetNeeds('openai', [shipped], {})).toEqual({
      name: 'openai',
      file: join(shipped, 'openai.yaml'),
      backend: 'openai-chat',
      model: 'gpt-4.1-mini',
      origin: 'https://api.openai.com',
      keyVariables: ['OPENAI_API_KEY'],
      unset: ['OPENAI_API_KEY'],
      toAllow: [],
      namesOwnServer: true,
    });
    const set = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'https://gateway.example/v1' };
    expect(presetNeeds('openai', [shipped], set)).toMatchObject({
      toAllow: [{ variable: 'OPENAI_API_KEY', origin: 'https://gateway.example' }],
      namesOwnServer: false,
    });
    expect(presetNeeds('local', [shipped], {})).toMatchObject({
      model: undefined,
      origin: undefined,
      keyVariables: ['OPENAI_API_KEY'],
      unset: ['OPENAI_BASE_URL', 'GRASP_MODEL'],
    });
    expect(presetNeeds('simulated', [shipped], {})).toMatchObject({
      backend: 'simulated',
      origin: undefined,
      keyVariables: [],
      unset: [],
    });
  });

  it('follows the environment, and is lenient with the rest of the file', () => {
    write('a', 'backend: openai-chat', 'base_url: ${BASE}/v1', 'nonsense: 1', 'model: [1]');
    expect(presetNeeds('a', [dir], { BASE: 'http://127.0.0.1:8000' })).toMatchObject({
      origin: 'http://127.0.0.1:8000',
      model: undefined,
    });
    expect(presetNeeds('a', [dir], { BASE: 'file:///etc' }).origin).toBeUndefined();
    write('b', '- no preset');
    expect(presetNeeds('b', [dir], {})).toMatchObject({ backend: undefined, keyVariables: [] });
  });
});

describe('reading a preset', () => {
  it('takes numbers from variables, and an empty variable as set', () => {
    write(
      'a',
      'backend: openai-chat',
      'base_url: ${URL_A}/${VERSION:-v1}',
      'model: m${SUFFIX:-none}',
      'temperature: ${T:-0.5}',
      'max_tokens: ${MAX_TOKENS:-64}',
      'extra_body: { nested: [ "${A:-x}${B}" ] }',
    );
    const { settings } = load('a', { URL_A: 'http://127.0.0.1:9', SUFFIX: '', B: 'y${C}' });
    expect(settings).toMatchObject({
      base_url: 'http://127.0.0.1:9/v1',
      model: 'm',
      temperature: 0.5,
      max_tokens: 64,
      // What a variable holds is not expanded again.
      extra_body: { nested: ['xy${C}'] },
    });
    expect(refusal(() => load('a', { URL_A: 'http://127.0.0.1:9', B: '', T: '' }))).toContain(
      'a.yaml:4: temperature: must be a number',
    );
  });

  it.each([
    [['backend: openai-chat', 'model: [', ''], /a\.yaml:\d: not valid YAML/],
    [['backend: &a openai-chat', 'model: *b'], /a\.yaml.*: not valid YAML/],
    [['model: m'], /a\.yaml:1: the preset does not say its backend/],
    [
      ['# head', 'backend: azure'],
      /a\.yaml:2: unknown backend "azure"\n.*openai-chat, simulated, recorded/,
    ],
    [
      ['backend: openai-chat', 'base_url: http://x/v1', 'model: m', 'temprature: 0'],
      /a\.yaml:4: unknown setting "temprature"\n.*Did you mean "temperature"/,
    ],
    [['backend: openai-chat', 'base_url: http://x/v1'], /a\.yaml:1: model: /],
    [['backend: openai-chat', 'model: m', 'base_url: nowhere'], /a\.yaml:3: base_url is not a URL/],
    [
      ['backend: openai-chat', 'model: m', 'base_url: http://x/v1', 'timeout: 900'],
      /a\.yaml:4: timeout: /,
    ],
    [
      [
        'backend: openai-chat',
        'model: m',
        'base_url: http://x/v1',
        'extra_body:',
        '  stream: true',
      ],
      /a\.yaml:4: extra_body: must not hold/,
    ],
    [['- a'], /a\.yaml:1: a preset is a list of settings/],
  ])('says what is wrong with %j, and in which line', (lines, expected) => {
    write('a', ...lines);
    expect(refusal(() => load('a'))).toMatch(expected);
  });

  it('can be described to an editor', () => {
    const schema = JSON.stringify(z.toJSONSchema(presetSchema, { io: 'input' }));
    expect(schema).toContain('"base_url"');
    expect(schema).toContain('Sampling temperature');
  });
});

describe('a preset from somebody else', () => {
  const openai = (url: string, key = '${OPENAI_API_KEY}') =>
    write('a', 'backend: openai-chat', 'model: m', `base_url: ${url}`, `api_key: ${key}`);
  const env = { OPENAI_API_KEY: KEY };

  it('sends no variable beyond this machine before the person allowed it', () => {
    for (const [url, more] of [
      ['https://evil.example/v1', {}],
      ['${OPENAI_BASE_URL:-https://evil.example/v1}', {}],
      ['https://openai.com.evil.example', {}],
      ['https://evilopenai.com', {}],
      // The provider's own, and not where the key is for.
      ['http://api.openai.com/v1', {}],
      ['https://api.openai.com:444/v1', {}],
      // Named by a variable, also in a preset of ours, and in the own network.
      ['${OPENAI_BASE_URL}', { OPENAI_BASE_URL: 'https://gateway.example/v1' }],
      ['https://gateway.lan/v1', {}],
    ] as const) {
      openai(url);
      const text = refusal(() => load('a', { ...env, ...more }));
      expect(text).toMatch(/a\.yaml:3: this preset would send OPENAI_API_KEY to http/);
      expect(text).toMatch(/add --allow-key OPENAI_API_KEY@https?:\/\/[\w.:]+$/);
      expect(text).not.toContain(KEY);
    }
  });

  it('asks about any variable, whatever it is called', () => {
    const set = { GH_TOKEN: KEY, HOME: '/home/me', GATEWAY: 'https://gateway.example/v1' };
    openai('https://evil.example', '${GH_TOKEN}${HOME}');
    expect(refusal(() => load('a', set))).toContain(
      '--allow-key GH_TOKEN@https://evil.example --allow-key HOME@https://evil.example',
    );
    openai('${GATEWAY}', 'none');
    expect(refusal(() => load('a', set))).toContain('GATEWAY@https://gateway.example');
  });

  it.each([
    ['AZURE_OPENAI_API_KEY', 'https://evil.openai.azure.com/openai/v1'],
    ['AZURE_API_KEY', 'https://evil.azure-api.net/v1'],
    ['AZURE_API_KEY', 'https://evil.cloudapp.azure.com/v1'],
    ['HF_TOKEN', 'https://evil.hf.space/v1'],
    ['HF_TOKEN', 'https://evil.huggingface.co/v1'],
    ['GOOGLE_API_KEY', 'https://evil.googleapis.com/v1'],
    ['GITHUB_TOKEN', 'https://evil.github.com/v1'],
  ])('takes no name that anybody can get for a proof: %s at %s', (variable, url) => {
    openai(url, `\${${variable}}`);
    expect(refusal(() => load('a', { [variable]: KEY }))).toContain(`would send ${variable} to`);
  });

  it('sends a key home, to this machine, and to where the person allowed it', () => {
    const allowed = withGrants(env, [
      { variable: 'OPENAI_API_KEY', origin: 'https://gateway.example' },
    ]);
    for (const url of [
      'https://api.openai.com/v1',
      'http://127.0.0.1:8000/v1',
      'http://localhost:8000/v1',
      'https://gateway.example/v1',
    ]) {
      openai(url);
      expect(apiKeyOf(load('a', allowed))).toBe(KEY);
    }
    openai('https://gateway.example:444/v1');
    expect(refusal(() => load('a', allowed))).toContain('would send');
    openai('https://gateway.example/v1', '${OTHER_KEY}');
    expect(refusal(() => load('a', { ...allowed, OTHER_KEY: KEY }))).toContain('OTHER_KEY');
  });

  it.each([
    ['A_KEY@https://gateway.example/v1/', { variable: 'A_KEY', origin: 'https://gateway.example' }],
    ['_k@http://10.0.0.1:8000', { variable: '_k', origin: 'http://10.0.0.1:8000' }],
    ['A_KEY@gateway.example', undefined],
    ['A_KEY@https://user@gateway.example', undefined],
    ['A-KEY@https://gateway.example', undefined],
    ['https://gateway.example', undefined],
    ['A_KEY@*', undefined],
  ])('what is allowed is said as %s', (text, use) => expect(parseKeyUse(text)).toEqual(use));

  it('asks nothing where nothing of the environment is sent', () => {
    for (const key of ['none', '${OPENAI_API_KEY:-none}', '${EMPTY_KEY}', '${NO_KEY}']) {
      openai('https://gateway.example/v1', key);
      expect(apiKeyOf(load('a', { EMPTY_KEY: '', NO_KEY: 'EMPTY' }))).toBeUndefined();
    }
    openai('${MY_BASE_URL}/v1', 'none');
    expect(load('a', { MY_BASE_URL: 'https://gateway.example' }).settings).toMatchObject({
      base_url: 'https://gateway.example/v1',
    });
  });

  it.each([
    ['extra_body: { user: "${DATABASE_URL}" }', 'extra_body.user'],
    ['extra_body: { a: [ 1, { b: "x${HOME}" } ] }', 'extra_body.a.1.b'],
    ['temperature: ${PIN}', 'temperature'],
    ['max_tokens: ${USER}', 'max_tokens'],
  ])('fills in only what is harmless beyond this machine: %s', (line, path) => {
    const set = { DATABASE_URL: 'postgres://u:p@db/x', HOME: '/home/me', PIN: '1', USER: '2' };
    const of = (url: string) =>
      write('a', 'backend: openai-chat', 'model: "${MY_MODEL}"', `base_url: ${url}`, line);
    of('https://api.openai.com/v1');
    const granted = withGrants(
      { ...set, MY_MODEL: 'm' },
      Object.keys(set).map((variable) => ({ variable, origin: 'https://api.openai.com' })),
    );
    expect(refusal(() => load('a', granted))).toContain(`would leave this machine in ${path}`);
    of('http://127.0.0.1:8000/v1');
    expect(load('a', { ...set, MY_MODEL: 'm' }).settings).toMatchObject({ model: 'm' });
  });

  it('puts no variable into the path or the host of an address', () => {
    const set = { OPENAI_BASE_URL: 'https://api.openai.com', USER: 'me', MY_MODEL: 'm' };
    for (const url of [
      '${OPENAI_BASE_URL}.evil.example/v1',
      'https://evil.example/${USER}',
      'https://${USER}.evil.example',
      '${OPENAI_BASE_URL}/${USER}',
    ]) {
      openai(url, 'none');
      expect(refusal(() => load('a', set))).toContain('would leave this machine in base_url');
    }
    openai('https://gateway.example/${MY_MODEL}', 'none');
    expect(load('a', set).settings).toMatchObject({ base_url: 'https://gateway.example/m' });
  });

  it('cannot send a kept key to a server it is not kept for, on whatever grounds', () => {
    const guard = (...origins: string[]) => ({
      GRASP_KEY_ORIGINS: JSON.stringify({ OPENAI_API_KEY: origins, MY_GATEWAY: origins }),
      OPENAI_API_KEY: KEY,
      MY_GATEWAY: KEY,
    });
    const home = guard('https://api.openai.com');
    for (const [url, more] of [
      ['https://evil.example/v1', {}],
      // Not even one that the environment names, one on this machine, or the same host in clear text.
      ['${OPENAI_BASE_URL}', { OPENAI_BASE_URL: 'https://gateway.example/v1' }],
      ['http://127.0.0.1:8000/v1', {}],
      ['http://api.openai.com/v1', {}],
      ['https://api.openai.com:444/v1', {}],
    ] as const) {
      openai(url);
      const text = refusal(() => load('a', { ...home, ...more }));
      expect(text).toMatch(/a\.yaml:3: OPENAI_API_KEY may not be sent to http/);
      expect(text).not.toContain(KEY);
    }
    openai('https://api.openai.com/v1');
    expect(apiKeyOf(load('a', home))).toBe(KEY);
    // Where the person said so, a provider's key goes to a gateway.
    openai('https://gateway.example/v1');
    expect(apiKeyOf(load('a', guard('https://gateway.example')))).toBe(KEY);
    // Kept is kept secret, whatever its name.
    write('b', 'backend: openai-chat', 'model: "${MY_GATEWAY}"', 'base_url: https://evil.example');
    expect(refusal(() => load('b', home))).toMatch(/b\.yaml:2: MY_GATEWAY looks like a secret/);
  });

  it('is not read where the guard of the keys cannot be', () => {
    openai('https://api.openai.com/v1');
    for (const guard of ['{', '[]', '{"OPENAI_API_KEY":"https://evil.example"}']) {
      expect(refusal(() => load('a', { ...env, GRASP_KEY_ORIGINS: guard }))).toContain(
        'GRASP_KEY_ORIGINS is not',
      );
    }
  });

  it('cannot carry a secret in another setting, nor a key in clear text', () => {
    write(
      'a',
      'backend: openai-chat',
      'model: "${AWS_SECRET_ACCESS_KEY}"',
      'base_url: https://evil.example',
    );
    expect(refusal(() => load('a', { AWS_SECRET_ACCESS_KEY: KEY }))).toMatch(
      /a\.yaml:2: .*only api_key may hold one/,
    );
    for (const key of [KEY, `\${OPENAI_API_KEY:-${KEY}}`]) {
      openai('https://api.openai.com/v1', key);
      const text = refusal(() => load('a'));
      expect(text).toContain('a.yaml:4: api_key holds a key in clear text');
      expect(text).not.toContain('sentinel');
    }
  });

  it('cannot have a file outside its folder read', () => {
    const inside = join(dir, 'in');
    mkdirSync(inside);
    writeFileSync(join(dir, 'secret.jsonl'), '');
    symlinkSync(join(dir, 'secret.jsonl'), join(inside, 'link.jsonl'));
    for (const cassette of ['../secret.jsonl', join(dir, 'secret.jsonl'), 'link.jsonl', '.']) {
      writeFileSync(join(inside, 'a.yaml'), `backend: recorded\ncassette: ${cassette}\n`);
      expect(refusal(() => createModel(loadPreset('a', [inside], {})))).toContain(
        'inside the preset',
      );
    }
    writeFileSync(join(inside, 'own.jsonl'), '');
    writeFileSync(join(inside, 'a.yaml'), 'backend: recorded\ncassette: own.jsonl\n');
    expect(createModel(loadPreset('a', [inside], {})).label).toBe('recorded (0 replies)');
  });

  it('cannot reach into objects through its keys', () => {
    write(
      'a',
      'backend: openai-chat',
      'model: m',
      'base_url: http://x/v1',
      'extra_body:',
      '  __proto__: { polluted: 1 }',
    );
    load('a');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('making a model', () => {
  it('hands a backend it does not know to its factory, with what was overridden', () => {
    write('sim', 'backend: simulated', 'seed: ${SEED:-3}', 'temperature: 0');
    const simulated: Model = {
      label: 's',
      identity: 's',
      temperature: 0,
      complete: () => Promise.reject(new Error('unused')),
    };
    let got: unknown;
    const factories = {
      simulated: (preset: { settings: unknown }) => {
        got = preset.settings;
        return simulated;
      },
    };
    const preset = withTemperature(load('sim'), 0.2);
    expect(createModel(preset, { factories, maxTokens: 9 })).toBe(simulated);
    expect(got).toMatchObject({ seed: 3, temperature: 0.2, max_tokens: 9 });
    expect(refusal(() => createModel(preset))).toContain('not available here');
  });

  it('is another model at another temperature, token limit or server', () => {
    const line = (port: number) => [
      'backend: openai-chat',
      'model: m',
      `base_url: http://127.0.0.1:${port}/v1`,
    ];
    write('a', ...line(1), 'temperature: 0');
    write('b', ...line(2), 'temperature: 0');
    const a = load('a');
    const models = [a, withTemperature(a, 0.7), load('b')].map((preset) => createModel(preset));
    models.push(createModel(a, { maxTokens: 3 }));
    expect(new Set(models.map(({ identity }) => identity)).size).toBe(4);
    expect(models.map(({ temperature }) => temperature)).toEqual([0, 0.7, 0, 0]);
    expect(withTemperature(a, undefined)).toBe(a);
  });
});
