import { apiKeyOf } from '../backends/presets';
import type { Preset } from '../backends/presets';
import type { Check } from './check';

const TIMEOUT_MS = 5000;

/** Whether the server of a preset is there and takes its key; asks for its list of models, no model call. */
export async function askEndpoint(preset: Preset, signal: AbortSignal): Promise<Check> {
  const { settings } = preset;
  const name = `endpoint ${preset.name}`;
  if (settings.backend !== 'openai-chat') {
    return { name, status: 'ok', detail: `${settings.backend}: no endpoint` };
  }
  const url = `${settings.base_url.replace(/\/+$/, '')}/models`;
  const key = apiKeyOf(preset);
  try {
    const response = await fetch(url, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      // The key is for this server and no other.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return answerCheck(name, url, response.status, preset);
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

function answerCheck(name: string, url: string, status: number, preset: Preset): Check {
  if (status === 401 || status === 403) {
    const variables = preset.keyVariables.join(', ');
    return {
      name,
      status: 'fail',
      detail: `${url} refuses the key (${status})`,
      fix: `export ${variables === '' ? 'OPENAI_API_KEY' : variables}=…`,
    };
  }
  if (status < 400) return { name, status: 'ok', detail: `${url} answers` };
  return {
    name,
    status: 'warn',
    detail: `${url} answers ${status}`,
    fix: `Check that base_url of preset ${preset.name} ends where the API starts, mostly in /v1.`,
  };
}
