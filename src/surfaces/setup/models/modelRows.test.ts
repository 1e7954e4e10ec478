import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import type { PresetChoice } from './modelChoice';
import { modelRows } from './modelRows';
import type { ModelOffer } from './modelRows';
import { settingsTarget } from './settingsTarget';

const preset = (more: Partial<PresetChoice>): PresetChoice => ({
  name: 'openai',
  file: '/ext/configs/agents/openai.yaml',
  backend: 'openai-chat',
  model: 'gpt-4.1-mini',
  origin: 'https://api.openai.com',
  keyVariables: ['OPENAI_API_KEY'],
  unset: ['OPENAI_API_KEY'],
  toAllow: [],
  namesOwnServer: true,
  source: 'bundled',
  ...more,
});

const nothing: ModelOffer = {
  editorModels: [],
  servers: [],
  presets: [],
  chosen: { agent: '', writer: '' },
  isTrusted: true,
};

function lines(offer: Partial<ModelOffer>): readonly string[] {
  return modelRows({ ...nothing, ...offer }, plainWords).map((row) =>
    row.kind === 'heading'
      ? `# ${row.label}`
      : `${row.label} | ${row.description}${row.detail === undefined ? '' : ` | ${row.detail}`}`,
  );
}

describe('the list of models', () => {
  it('is short where nothing is known, and always lets one type an address', () => {
    expect(lines({})).toEqual([
      '# Servers that speak the OpenAI API',
      'Another server… | OpenAI, a gateway, a machine of yours: by its address',
    ]);
  });

  it('groups what was found, and says where nothing was', () => {
    const url = 'http://127.0.0.1:11434/v1';
    const servers: ModelOffer['servers'] = [
      { url, answer: { kind: 'models', url, models: ['a', 'b'] } },
      { url: 'https://gw.example/v1', answer: { kind: 'locked', url: 'https://gw.example/v1' } },
      {
        url: 'http://127.0.0.1:1234/v1',
        answer: { kind: 'absent', url: 'http://127.0.0.1:1234/v1' },
      },
      { url: 'nonsense', answer: { kind: 'other', url: 'nonsense', why: 'is not a URL' } },
      { url: 'http://127.0.0.1:8000/v1', answer: undefined },
    ];
    const editorModels = [{ vendor: 'copilot', id: 'gpt-4o', name: 'GPT-4o' }];
    expect(lines({ servers, editorModels })).toEqual([
      '# VS Code: no key, calls may count against your plan',
      'GPT-4o | copilot',
      '# Servers that speak the OpenAI API',
      'a | Ollama',
      'b | Ollama',
      'gw.example | wants a key before it shows its models',
      'Another server… | OpenAI, a gateway, a machine of yours: by its address | No models found at LM Studio, nonsense',
    ]);
  });

  it('says of presets what they are, what they ask for and what they are now', () => {
    const rows = lines({
      presets: [
        preset({}),
        preset({
          name: 'simulated',
          backend: 'simulated',
          model: 'simulated',
          origin: undefined,
          unset: [],
        }),
        preset({ name: 'mine', source: 'written', file: '/store/mine.yaml', unset: [] }),
      ],
      chosen: { agent: 'simulated', writer: '/store/mine.yaml' },
    });
    expect(rows.slice(0, 1)).toEqual([
      'As each run configuration says | forget what was chosen here',
    ]);
    expect(rows.slice(3)).toEqual([
      '# Chosen before',
      'mine | writer now · gpt-4.1-mini · api.openai.com',
      '# Presets that come with GRASP',
      'openai | gpt-4.1-mini · api.openai.com · asks for OPENAI_API_KEY',
      'simulated | agent now · a simulation, no language model; plays the quickstart only',
    ]);
  });
});

describe('where a choice is kept', () => {
  const at = {
    isOfWorkspace: false,
    hasWorkspace: true,
    isTrusted: true,
    hasWorkspaceValue: false,
  };

  it('is with the person for what only this machine has', () => {
    expect(settingsTarget(at)).toEqual({ target: 'user', clearsWorkspace: false });
    // Otherwise the workspace's own value would go first, and the choice would seem lost.
    expect(settingsTarget({ ...at, hasWorkspaceValue: true })).toEqual({
      target: 'user',
      clearsWorkspace: true,
    });
  });

  it('is with the workspace for what belongs to it', () => {
    const own = { ...at, isOfWorkspace: true };
    expect(settingsTarget(own).target).toBe('workspace');
    expect(settingsTarget({ ...own, hasWorkspace: false }).target).toBe('user');
  });

  it('leaves an untrusted workspace alone', () => {
    expect(
      settingsTarget({ ...at, isOfWorkspace: true, isTrusted: false, hasWorkspaceValue: true }),
    ).toEqual({ target: 'user', clearsWorkspace: false });
  });
});
