import { slug } from '../../../util/slug';
import { bridgeVariable } from '../editorModel';

export interface ServerModel {
  /** For people: `Ollama`, or the host. */
  readonly server: string;
  readonly baseURL: string;
  readonly model: string;
  /** Variable of the key; none for a server that needs none. */
  readonly keyVariable?: string | undefined;
}

export interface EditorModel {
  readonly vendor: string;
  readonly id: string;
  /** For people. */
  readonly name: string;
}

const WRITTEN = '# Written by "GRASP: Select Model…" of VS Code; yours to change.';

/** The preset of a model behind an OpenAI-compatible server. */
export function serverPreset({ server, baseURL, model, keyVariable }: ServerModel): string {
  return lines(
    `# ${oneLine(model)}, served by ${oneLine(server)}.`,
    WRITTEN,
    'backend: openai-chat',
    `base_url: ${quoted(baseURL)}`,
    `api_key: ${keyVariable === undefined ? 'none' : `\${${keyVariable}}`}`,
    `model: ${quoted(model)}`,
    ...limits(baseURL, model),
    'timeout: 300',
    '# What the model costs in US dollars per million tokens, for estimates and for budget.usd:',
    '# prices: { input: 0, output: 0 }',
  );
}

/** The preset of a language model of the editor, which runs reach through the bridge. */
export function editorModelPreset({ vendor, id, name }: EditorModel): string {
  return lines(
    `# ${oneLine(name)}, a language model of VS Code (${oneLine(vendor)}). It works in runs that VS Code starts,`,
    '# and as long as its window is open. Each call may count against what you have booked there.',
    WRITTEN,
    'backend: openai-chat',
    `base_url: http://127.0.0.1:\${${bridgeVariable.port}}/v1`,
    `api_key: \${${bridgeVariable.token}}`,
    `model: ${quoted(`${vendor}/${id}`)}`,
    '# No temperature: VS Code does not promise to set one. So no reply is taken for the reply to an equal request.',
    'timeout: 300',
    '# A rate limit is waited for rather longer than with other servers.',
    'retry: { attempts: 10, base_ms: 1000, max_ms: 60000 }',
  );
}

/** A name for the preset's file. */
export function presetFileName(...parts: readonly string[]): string {
  return slug(parts.join('-')) || 'model';
}

/** What a server is called: by the port that a well-known program listens on, else by its host. */
export function serverName(baseURL: string): string {
  const { hostname, port, host } = new URL(baseURL);
  const isHere = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname);
  const known = isHere ? KNOWN[port] : undefined;
  return known ?? host;
}

const KNOWN: Readonly<Record<string, string>> = { 11434: 'Ollama', 1234: 'LM Studio' };

/** OpenAI's reasoning models refuse a temperature and the usual limit of tokens. */
function limits(baseURL: string, model: string): readonly string[] {
  const isReasoning =
    new URL(baseURL).hostname === 'api.openai.com' && /^(o\d|gpt-[5-9])/.test(model);
  return isReasoning
    ? ['extra_body: { max_completion_tokens: 8192 }']
    : ['temperature: 0', 'max_tokens: 4096'];
}

/** A double-quoted YAML text. What is written here never holds `${`: see isModelName and checkEndpoint. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** For a comment: a line break in it would be a setting. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
}

function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
