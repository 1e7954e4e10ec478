import { checkEndpoint } from '../../../backends/endpoint';
import { UserError } from '../../../util/errors';

/** What was found at an address where an OpenAI-compatible server may be. */
export type ServerAnswer =
  | { readonly kind: 'models'; readonly url: string; readonly models: readonly string[] }
  /** It wants a key before it says anything. */
  | { readonly kind: 'locked'; readonly url: string }
  /** Something answers, but no list of models. */
  | { readonly kind: 'other'; readonly url: string; readonly why: string }
  | { readonly kind: 'absent'; readonly url: string };

const TIMEOUT_MS = 1500;
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_MODELS = 500;

/** Asks a server for its models; no model call. Never throws, but for an abort. */
export async function askServer(
  address: string,
  signal: AbortSignal,
  { key, timeoutMs = TIMEOUT_MS }: { key?: string | undefined; timeoutMs?: number } = {},
): Promise<ServerAnswer> {
  let url: string;
  try {
    url = checkEndpoint(address, key !== undefined);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'other', url: address, why: error.message };
  }
  try {
    const response = await fetch(`${url}/models`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      // A key is for this server and no other.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 401 || response.status === 403) return { kind: 'locked', url };
    if (!response.ok) return { kind: 'other', url, why: `HTTP ${response.status}` };
    const models = modelNames(JSON.parse(await limitedText(response)));
    return models.length > 0
      ? { kind: 'models', url, models }
      : { kind: 'other', url, why: 'no list of models' };
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof SyntaxError || error instanceof TooMuch
      ? { kind: 'other', url, why: 'no list of models' }
      : { kind: 'absent', url };
  }
}

/**
 * The names in a list of models, sorted. A server may be anybody: names that would not be what they look
 * like in a preset (`${HOME}` is a variable there) or on a screen are left out.
 */
export function modelNames(body: unknown): readonly string[] {
  const list = isRecord(body) ? (body['data'] ?? body['models']) : body;
  if (!Array.isArray(list)) return [];
  const names = list.slice(0, MAX_MODELS).map((entry: unknown) => {
    const name = isRecord(entry) ? (entry['id'] ?? entry['name']) : entry;
    return typeof name === 'string' ? name.trim() : '';
  });
  return [...new Set(names.filter(isModelName))].sort();
}

/** Can this be the name of a model in a preset? */
export function isModelName(name: string): boolean {
  return name !== '' && name.length <= 200 && !/[\p{C}\p{Zl}\p{Zp}]|\$\{/u.test(name);
}

class TooMuch extends Error {}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > MAX_BYTES) throw new TooMuch();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
