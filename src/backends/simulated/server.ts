import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../util/errors';
import { BadRequest, parseChatRequest } from './chatRequest';
import { fraction } from './hash';
import { Noise } from './noise';
import { estimateTokens, simulate } from './simulatedModel';

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** Time every chat completion takes; 0 when absent. */
  readonly latencyMs?: number;
  /** Share of chat completions answered 429 or 500 instead; 0 when absent. */
  readonly errorRate?: number;
  /** Share of the agent's episodes that turn out the other way, unrepeatably; 0 when absent. */
  readonly noise?: number;
  /** Decides the mistakes, the errors and the noise; 1 when absent. */
  readonly seed?: number;
}

export interface SimulatedServer {
  /** Base URL for an OpenAI-compatible client, with `/v1`. */
  readonly url: string;
  readonly port: number;
  /** Chat completions asked for so far, those answered with an error included. */
  requests(): number;
  /** Stops at once; requests under way are cut off. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const RETRY_AFTER_SECONDS = '0.05';

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Serves the simulation over the OpenAI chat completions protocol.
 * @throws UserError when the port is taken or may not be used.
 */
export async function serveSimulated(options: ServeOptions): Promise<SimulatedServer> {
  const { port, host = '127.0.0.1', latencyMs = 0, errorRate = 0, seed = 1 } = options;
  const noise = new Noise({ rate: options.noise ?? 0, seed });
  const stop = new AbortController();
  // Every request that is waiting out its latency listens.
  setMaxListeners(0, stop.signal);
  let requests = 0;
  let faults = 0;

  const complete = async (body: string): Promise<Answer> => {
    const number = requests++;
    if (latencyMs > 0) await sleep(latencyMs, undefined, { signal: stop.signal });
    if (fraction(seed, 'error', number) < errorRate) return fault(faults++);
    return completion(body, number, { seed, noise });
  };

  const server = createServer((request, response) => {
    respond(request, complete).then(
      (answer) => send(response, answer),
      // The client is gone, or the server is being closed: nobody is left to tell.
      () => response.destroy(),
    );
  });
  // Clients keep connections between bursts of calls; closing one under their hands costs a retry.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new UserError(
          `The simulated server cannot listen on ${host}:${port} (${cause.code ?? cause.message})`,
          {
            fix: 'Choose another port, or 0 for any free one.',
            cause,
          },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/v1`,
    port: bound,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        stop.abort();
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  complete: (body: string) => Promise<Answer>,
): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path === '/v1/models') return request.method === 'GET' ? models() : wrongMethod('GET');
  if (path !== '/v1/chat/completions') {
    return failure(404, `Nothing here at ${path}. There is /v1/models and /v1/chat/completions.`);
  }
  if (request.method !== 'POST') return wrongMethod('POST');
  const body = await readBody(request);
  if (body === undefined) return failure(413, 'The request body is larger than 16 MB.');
  return complete(body);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const data = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += data.length;
    // Read on to the end all the same: a client that is still sending would not see the answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(data);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function completion(
  body: string,
  number: number,
  { seed, noise }: { readonly seed: number; readonly noise: Noise },
): Answer {
  try {
    const { model, messages, temperature, repeat } = parseChatRequest(body);
    const content = simulate(messages, { seed, temperature, repeat }, noise);
    const { inputTokens, outputTokens } = estimateTokens(messages, content);
    return {
      status: 200,
      body: {
        id: `simulated-${number}`,
        object: 'chat.completion',
        created: 0,
        model,
        system_fingerprint: 'simulation-no-language-model',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content },
            logprobs: null,
            finish_reason: 'stop',
          },
        ],
        usage: {
          prompt_tokens: inputTokens,
          completion_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      },
    };
  } catch (error) {
    if (error instanceof BadRequest) return failure(400, error.message);
    throw error;
  }
}

function models(): Answer {
  const description = 'A simulation of the quickstart agent and skill writer; no language model.';
  const model = {
    id: 'simulated',
    object: 'model',
    created: 0,
    owned_by: 'grasp-simulation',
    description,
  };
  return { status: 200, body: { object: 'list', data: [model] } };
}

/** Turn by turn the two faults worth retrying. */
function fault(nth: number): Answer {
  return nth % 2 === 0
    ? {
        ...failure(429, 'Simulated rate limit. Try again shortly.'),
        headers: { 'retry-after': RETRY_AFTER_SECONDS },
      }
    : failure(500, 'Simulated server error.');
}

function wrongMethod(right: string): Answer {
  return { ...failure(405, `Use ${right} here.`), headers: { allow: right } };
}

const errorTypes: Readonly<Record<number, string>> = {
  429: 'rate_limit_error',
  500: 'server_error',
};

function failure(status: number, message: string): Answer {
  return {
    status,
    body: { error: { message, type: errorTypes[status] ?? 'invalid_request_error', code: null } },
  };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
