import { describe, expect, it } from 'vitest';
import type { PresetChoice } from '../models/modelChoice';
import { approve, isSafe } from './approval';
import type { Asking } from './approval';
import { guardedVariables } from './guardedVariables';
import { readIndex, withKey, withoutKey } from './keyIndex';
import { keyVariables } from './keyVariables';
import { missingOf } from './missing';
import { ownUses } from './ownUses';
import { suggestedVariable } from './suggestedVariable';
import { cleanKey, variableProblem } from './variableName';

describe('the list of stored keys', () => {
  it('holds each variable once, with every server it may go to', () => {
    let index = withKey([], 'OPENAI_API_KEY', ['https://api.openai.com']);
    index = withKey(index, 'GROQ_API_KEY');
    index = withKey(index, 'OPENAI_API_KEY', ['https://gateway.example', 'https://api.openai.com']);
    expect(index).toEqual([
      { variable: 'GROQ_API_KEY', origins: [] },
      {
        variable: 'OPENAI_API_KEY',
        origins: ['https://api.openai.com', 'https://gateway.example'],
      },
    ]);
    expect(withoutKey(index, 'OPENAI_API_KEY')).toEqual([
      { variable: 'GROQ_API_KEY', origins: [] },
    ]);
  });

  it('forgets the servers with the key', () => {
    const index = withoutKey(withKey([], 'A_KEY', ['https://a.example']), 'A_KEY');
    expect(withKey(index, 'A_KEY')).toEqual([{ variable: 'A_KEY', origins: [] }]);
  });

  it('is read from whatever a memento holds', () => {
    const good = { variable: 'A_KEY', origins: ['https://a.example', 7] };
    expect(readIndex([good, null, 'x', { variable: 1, origins: [] }, { variable: 'B' }])).toEqual([
      { variable: 'A_KEY', origins: ['https://a.example'] },
    ]);
    expect(readIndex(undefined)).toEqual([]);
  });
});

describe('where a key may go', () => {
  const index = [{ variable: 'OPENAI_API_KEY', origins: ['https://api.openai.com'] }];
  const preset = (more: Partial<Asking>): Asking => ({
    name: 'mine',
    file: '/w/configs/agents/mine.yaml',
    keyVariables: ['OPENAI_API_KEY'],
    origin: 'https://api.openai.com',
    toAllow: [],
    isOurs: false,
    ...more,
  });

  it('goes to a server it was approved for without a question', () => {
    expect(approve([preset({})], index)).toEqual({
      variables: ['OPENAI_API_KEY'],
      granted: [],
      asked: [],
      unencrypted: [],
    });
  });

  it('is asked about where a workspace names another server: host, port or scheme', () => {
    for (const origin of [
      'https://evil.example',
      'https://api.openai.com:8443',
      'http://localhost',
    ]) {
      const { asked, granted } = approve([preset({ origin }), preset({ origin })], index);
      expect(granted).toEqual([]);
      expect(asked).toEqual([
        { variable: 'OPENAI_API_KEY', origin, preset: 'mine', file: '/w/configs/agents/mine.yaml' },
      ]);
    }
  });

  it('goes where our own presets say', () => {
    const { asked, granted } = approve(
      [preset({ isOurs: true, origin: 'https://gateway.example' })],
      index,
    );
    expect(asked).toEqual([]);
    expect(granted.map(({ origin }) => origin)).toEqual(['https://gateway.example']);
  });

  it('never goes unencrypted beyond this machine, whoever says so', () => {
    for (const isOurs of [true, false]) {
      const origin = 'http://192.168.0.7:8000';
      const approval = approve([preset({ isOurs, origin })], [{ ...index[0]!, origins: [origin] }]);
      expect(approval.unencrypted).toHaveLength(1);
      expect([...approval.granted, ...approval.asked]).toEqual([]);
    }
    expect(isSafe('http://127.0.0.1:11434')).toBe(true);
    expect(isSafe('http://127.0.0.1.evil.example')).toBe(false);
  });

  it('concerns stored keys and known servers only', () => {
    const none = { variables: [], granted: [], asked: [], unencrypted: [] };
    expect(approve([preset({ keyVariables: ['GROQ_API_KEY'] })], index)).toEqual(none);
    expect(approve([preset({ origin: undefined })], index)).toEqual(none);
  });
});

describe('a variable of the environment', () => {
  const use = { variable: 'GH_TOKEN', origin: 'https://evil.example' };
  const preset: Asking = {
    name: 'mine',
    file: '/w/configs/agents/mine.yaml',
    keyVariables: ['GH_TOKEN'],
    origin: use.origin,
    toAllow: [use],
    isOurs: false,
  };
  const sending = { ...use, preset: 'mine', file: preset.file };

  it('is asked about once, unless it was allowed to go there', () => {
    const other = [{ variable: 'GH_TOKEN', origins: ['https://api.github.example'] }];
    expect(ownUses([preset, preset], [], other)).toMatchObject({ granted: [], asked: [sending] });
    const allowed = [{ variable: 'GH_TOKEN', origins: [use.origin] }];
    expect(ownUses([preset], [], allowed)).toMatchObject({ granted: [sending], asked: [] });
  });

  it('goes where the person had a preset written for, and is left to the stored key', () => {
    expect(ownUses([{ ...preset, isOurs: true }], [], [])).toMatchObject({ granted: [sending] });
    const stored = [{ variable: 'GH_TOKEN', origins: [] }];
    expect(ownUses([preset], stored, [])).toEqual({ granted: [], asked: [] });
  });
});

describe('what is missing', () => {
  it('is what is neither set nor stored nor given by the bridge', () => {
    const unset = ['OPENAI_API_KEY', 'GRASP_MODEL', 'GRASP_LM_PORT', 'GRASP_LM_TOKEN', 'B_KEY'];
    const keyVariables = ['OPENAI_API_KEY', 'GRASP_LM_TOKEN', 'B_KEY'];
    const index = [{ variable: 'B_KEY', origins: [] }];
    expect(missingOf({ unset, keyVariables }, index)).toEqual({
      keys: ['OPENAI_API_KEY'],
      others: ['GRASP_MODEL'],
    });
  });
});

describe('the variables that are handed over', () => {
  it('say where each key may go', () => {
    const guards = [{ variable: 'A_KEY', origins: ['https://a.example'] }];
    expect(guardedVariables({ A_KEY: 'k' }, guards)).toEqual({
      A_KEY: 'k',
      GRASP_KEY_ORIGINS: '{"A_KEY":["https://a.example"]}',
    });
    expect(guardedVariables({}, [])).toEqual({});
  });
});

describe('the variables to choose from', () => {
  const preset = (more: Partial<PresetChoice>): PresetChoice => ({
    name: 'openai',
    file: 'openai.yaml',
    backend: 'openai-chat',
    model: undefined,
    origin: 'https://api.openai.com',
    keyVariables: ['OPENAI_API_KEY'],
    unset: [],
    toAllow: [],
    namesOwnServer: true,
    source: 'bundled',
    ...more,
  });

  it('are those of presets and those stored; what a workspace says of servers is not believed', () => {
    const presets = [
      preset({}),
      preset({ name: 'mine', source: 'workspace', origin: 'https://evil.example' }),
      preset({ name: 'lan', source: 'written', origin: 'http://10.0.0.1' }),
    ];
    const index = [{ variable: 'OLD_KEY', origins: [] }];
    expect(keyVariables(presets, index)).toEqual([
      { variable: 'OLD_KEY', presets: [], origins: [], isStored: true },
      {
        variable: 'OPENAI_API_KEY',
        presets: ['openai', 'mine', 'lan'],
        origins: ['https://api.openai.com'],
        isStored: false,
      },
    ]);
  });

  it('have the usual names', () => {
    expect(suggestedVariable('https://api.groq.com')).toBe('GROQ_API_KEY');
    expect(suggestedVariable('https://openrouter.ai')).toBe('OPENROUTER_API_KEY');
    expect(suggestedVariable('https://llm-gw.corp.example:8443')).toBe('CORP_API_KEY');
    expect(suggestedVariable('http://127.0.0.1:8000')).toBe('LOCAL_API_KEY');
    expect(suggestedVariable('http://[::1]:8000')).toBe('LOCAL_API_KEY');
  });

  it.each([
    ['OPENAI_API_KEY', undefined],
    ['_k1', undefined],
    ['', 'empty'],
    ['1KEY', 'shape'],
    ['A-KEY', 'shape'],
    ['${KEY}', 'shape'],
    ['NODE_OPTIONS', 'reserved'],
    ['ld_preload', 'reserved'],
    ['PATH', 'reserved'],
    ['HTTPS_PROXY', 'reserved'],
    ['GRASP_KEY_ORIGINS', 'reserved'],
    ['GRASP_LM_TOKEN', 'reserved'],
  ])('%j is one, or why not: %s', (name, problem) => expect(variableProblem(name)).toBe(problem));

  it('hold keys that can be sent', () => {
    expect(cleanKey('  sk-abc_123==\n')).toBe('sk-abc_123==');
    for (const text of ['', '  ', 'two words', 'line\nbreak', 'schlüssel']) {
      expect(cleanKey(text)).toBeUndefined();
    }
  });
});
