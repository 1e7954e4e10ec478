import { BridgeFailure } from './bridgeFailure';

/** A message as a language model of VS Code takes it: it knows no system role and no tool role. */
export type BridgeMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly BridgeCall[] }
  | { readonly role: 'results'; readonly results: readonly { id: string; text: string }[] };

export interface BridgeCall {
  readonly id: string;
  readonly name: string;
  readonly input: object;
}

export interface BridgeTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: object | undefined;
}

export interface BridgeRequest {
  /** `vendor/id`. */
  readonly model: string;
  readonly messages: readonly BridgeMessage[];
  readonly tools: readonly BridgeTool[];
  readonly mustCallTool: boolean;
  /** Sampling settings; a model may heed them or not. */
  readonly options: Readonly<Record<string, number>>;
}

export interface BridgeReply {
  readonly text: string;
  readonly calls: readonly BridgeCall[];
  readonly usage: { readonly input: number; readonly output: number } | undefined;
}

type Map = Readonly<Record<string, unknown>>;

const OPTIONS = ['temperature', 'top_p', 'max_tokens', 'seed'];

/** Reads the body of a chat completions request. @throws BridgeFailure (400) */
export function readChatRequest(body: unknown): BridgeRequest {
  if (!isMap(body)) throw wrong('the body is no JSON object');
  const { model, messages, tools = [], tool_choice } = body;
  if (typeof model !== 'string' || !/^[^/]+\/./.test(model)) {
    throw wrong('model must be "vendor/id", as "GRASP: Select Model" writes it');
  }
  if (body['stream'] === true) throw wrong('this server does not stream');
  if (!Array.isArray(messages) || messages.length === 0) throw wrong('there are no messages');
  if (!Array.isArray(tools)) throw wrong('tools is no list');
  const options = Object.entries(body).flatMap(([key, value]) =>
    OPTIONS.includes(key) && typeof value === 'number' ? [[key, value] as const] : [],
  );
  return {
    model,
    messages: joined(messages.map(readMessage)),
    tools: tools.map(readTool),
    mustCallTool: tool_choice === 'required',
    options: Object.fromEntries(options),
  };
}

/** The body of the answer. */
export function chatCompletion(model: string, { text, calls, usage }: BridgeReply): object {
  const tool_calls = calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  return {
    object: 'chat.completion',
    model,
    choices: [
      {
        index: 0,
        finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: text === '' && calls.length > 0 ? null : text,
          ...(tool_calls.length > 0 ? { tool_calls } : {}),
        },
      },
    ],
    ...(usage
      ? {
          usage: {
            prompt_tokens: usage.input,
            completion_tokens: usage.output,
            total_tokens: usage.input + usage.output,
          },
        }
      : {}),
  };
}

/** All that is sent, as one text: for counting tokens. */
export function requestText({ messages, tools }: BridgeRequest): string {
  const texts = messages.map((message) => {
    if (message.role === 'results') return message.results.map(({ text }) => text).join('\n');
    const calls = message.role === 'assistant' ? message.calls : [];
    return [message.text, ...calls.map(callText)].join('\n');
  });
  return [...texts, ...tools.map((tool) => JSON.stringify(tool))].join('\n');
}

export function replyText({ text, calls }: Omit<BridgeReply, 'usage'>): string {
  return [text, ...calls.map(callText)].join('\n');
}

function callText({ name, input }: BridgeCall): string {
  return `${name} ${JSON.stringify(input)}`;
}

function readMessage(message: unknown): BridgeMessage {
  if (!isMap(message)) throw wrong('a message is no object');
  const text = readText(message['content']);
  switch (message['role']) {
    case 'system':
    case 'developer':
    case 'user':
      return { role: 'user', text };
    case 'assistant': {
      const calls = message['tool_calls'] ?? [];
      if (!Array.isArray(calls)) throw wrong('tool_calls is no list');
      return { role: 'assistant', text, calls: calls.map(readCall) };
    }
    case 'tool': {
      const id = message['tool_call_id'];
      return { role: 'results', results: [{ id: typeof id === 'string' ? id : '', text }] };
    }
    default:
      throw wrong(`a message has the role ${JSON.stringify(message['role'])?.slice(0, 40)}`);
  }
}

/** The answers to several calls of one message belong together. */
function joined(messages: readonly BridgeMessage[]): readonly BridgeMessage[] {
  return messages.reduce<BridgeMessage[]>((before, message) => {
    const last = before.at(-1);
    if (last?.role !== 'results' || message.role !== 'results') return [...before, message];
    const results = [...last.results, ...message.results];
    return [...before.slice(0, -1), { role: 'results', results }];
  }, []);
}

function readText(content: unknown): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw wrong('the content of a message is no text');
  return content
    .map((part: unknown) => (isMap(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function readCall(call: unknown): BridgeCall {
  const what = isMap(call) ? call['function'] : undefined;
  if (!isMap(call) || !isMap(what) || typeof what['name'] !== 'string') {
    throw wrong('a tool call names no function');
  }
  const { id } = call;
  return {
    id: typeof id === 'string' ? id : '',
    name: what['name'],
    input: input(what['arguments']),
  };
}

/** A model may have written arguments that are no JSON; it is shown them as they were. */
function input(text: unknown): object {
  if (isMap(text)) return text;
  try {
    const value: unknown = JSON.parse(String(text));
    if (isMap(value)) return value;
  } catch {
    // As below.
  }
  return text === '' || text === undefined ? {} : { arguments: text };
}

function readTool(tool: unknown): BridgeTool {
  const what = isMap(tool) ? tool['function'] : undefined;
  if (!isMap(what) || typeof what['name'] !== 'string') throw wrong('a tool names no function');
  const { name, description, parameters } = what;
  return {
    name,
    description: typeof description === 'string' ? description : '',
    parameters: isMap(parameters) && Object.keys(parameters).length > 0 ? parameters : undefined,
  };
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(message: string): BridgeFailure {
  return new BridgeFailure(400, message, 'invalid_request');
}
