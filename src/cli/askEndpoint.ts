import { readBody } from '../backends/boundedBody';
import { apiKeyOf } from '../backends/presets';
import type { Preset } from '../backends/presets';
import { field, serverWords } from '../backends/serverWords';
import { createModel } from '../backends/createModel';
import { ContextLimitError } from '../engine/ports';
import { describeError } from '../util/errors';
import type { Check } from './check';

const TIMEOUT_MS = 5_000;
const CHAT_TIMEOUT_MS = 30_000;

type Settings = Extract<Preset['settings'], { backend: 'openai-chat' }>;

/**
 * Whether the server of a preset is there, knows the model and takes the key: by its list of models, and by one call
 * of a few tokens, because only that shows that it answers.
 */
export async function askEndpoint(preset: Preset, signal: AbortSignal): Promise<readonly Check[]> {
  const { settings } = preset;
  const name = `endpoint ${preset.name}`;
  if (settings.backend !== 'openai-chat') {
    return [{ name, status: 'ok', detail: `${settings.backend}: no endpoint` }];
  }
  const listed = await askList(name, preset, settings, signal);
  if (listed.status === 'fail') return [listed];
  return [listed, await askOnce(preset, signal)];
}

async function askList(
  name: string,
  preset: Preset,
  settings: Settings,
  signal: AbortSignal,
): Promise<Check> {
  const url = `${settings.base_url.replace(/\/+$/, '')}/models`;
  const key = apiKeyOf(preset);
  try {
    const response = await fetch(url, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      // The key is for this server and no other.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await readBody(response);
    return listCheck({ name, url, preset, model: settings.model }, response.status, text);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'failed';
    return {
      name,
      status: 'fail',
      detail: `the request to ${url} ${reason}`,
      fix: `Start the server, or correct base_url of preset ${preset.name}.`,
    };
  }
}

interface Asked {
  readonly name: string;
  readonly url: string;
  readonly preset: Preset;
  readonly model: string;
}

function listCheck({ name, url, preset, model }: Asked, status: number, text: string): Check {
  const { page } = serverWords(text);
  if (page !== undefined) {
    const named = page === '' ? '' : ` ("${page}")`;
    return {
      name,
      status: 'warn',
      detail: `${url} is no list of models but a web page${named}`,
      fix: `Check base_url of preset ${preset.name}, and whether a proxy is in the way.`,
    };
  }
  if (status === 401 || status === 403) {
    const variables = preset.keyVariables.join(', ');
    return {
      name,
      status: 'fail',
      detail: `${url} refuses the key (${status})`,
      fix: `export ${variables === '' ? 'OPENAI_API_KEY' : variables}=…`,
    };
  }
  const models = status < 300 ? namesIn(text) : undefined;
  if (models === undefined) {
    return {
      name,
      status: 'warn',
      detail: `${url} answers ${status}, with no list of models`,
      fix: `Check that base_url of preset ${preset.name} ends where the API starts, mostly in /v1.`,
    };
  }
  if (models.length > 0 && !models.includes(model)) {
    const some = models.slice(0, 5).join(', ');
    return {
      name,
      status: 'warn',
      detail: `${url} does not list the model "${model}"`,
      fix: `It lists ${some}${models.length > 5 ? ', …' : ''}: correct model in preset ${preset.name}, if it is none of its own.`,
    };
  }
  return { name, status: 'ok', detail: `${url} answers` };
}

/** Ids of a list of models; `undefined` when it is none. */
function namesIn(text: string): readonly string[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = field(body, 'data') ?? field(body, 'models') ?? body;
  if (!Array.isArray(list)) return undefined;
  return (list as readonly unknown[]).flatMap((entry) => {
    const id = field(entry, 'id') ?? field(entry, 'name') ?? entry;
    return typeof id === 'string' ? [id] : [];
  });
}

/** One call of a few tokens. */
async function askOnce(preset: Preset, signal: AbortSignal): Promise<Check> {
  const name = `model ${preset.name}`;
  try {
    const model = createModel(preset, { retry: { attempts: 1 } });
    const reply = await model.complete(
      { messages: [{ role: 'user', content: 'Say "ready".' }], purpose: 'agent' },
      AbortSignal.any([signal, AbortSignal.timeout(CHAT_TIMEOUT_MS)]),
    );
    const { inputTokens, outputTokens } = reply.usage;
    const cost = `one call, ${inputTokens + outputTokens} tokens`;
    if (reply.content.trim() !== '') return { name, status: 'ok', detail: `it replies (${cost})` };
    return {
      name,
      status: 'warn',
      detail: `its reply is empty (${cost}${reply.finish === 'length' ? ', cut by its token limit' : ''})`,
      ...(reply.finish === 'length' ? { fix: `Raise max_tokens in preset ${preset.name}.` } : {}),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ContextLimitError) return { name, status: 'warn', detail: error.message };
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      name,
      status: 'fail',
      detail: isLate ? `no reply within ${CHAT_TIMEOUT_MS / 1000} s` : describeError(error),
    };
  }
}
