/**
 * A chat completion that came as server-sent events although none were asked for: some servers know nothing else.
 * The pieces are put together to the completion that was meant.
 */
import { field } from './serverWords';

/** Is this text a stream of events? */
export function isEventStream(text: string): boolean {
  return /^\s*(?::[^\n]*\n\s*)*(?:event|data|id):/.test(text.slice(0, 2_000));
}

interface Call {
  id: string | undefined;
  name: string;
  arguments: string;
}

/** The completion; `undefined` when the stream broke off, or holds none. */
export function completionOfStream(text: string): object | undefined {
  let content = '';
  let finish: unknown;
  let usage: unknown;
  let error: unknown;
  let isDone = false;
  let pieces = 0;
  const calls = new Map<number, Call>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('data:')) continue;
    const data = line.slice(5).trim();
    if (data === '[DONE]') {
      isDone = true;
      break;
    }
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch {
      return undefined;
    }
    usage = field(event, 'usage') ?? usage;
    error = field(event, 'error') ?? error;
    const choices = field(event, 'choices');
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    if (choice === undefined) continue;
    pieces += 1;
    finish = field(choice, 'finish_reason') ?? finish;
    const delta = field(choice, 'delta') ?? field(choice, 'message');
    const piece = field(delta, 'content') ?? field(choice, 'text');
    if (typeof piece === 'string') content += piece;
    addCalls(calls, field(delta, 'tool_calls'));
  }
  if (error === undefined && (pieces === 0 || (!isDone && finish === undefined))) return undefined;
  const toolCalls = [...calls.values()].map(({ id, name, arguments: args }) => ({
    id,
    function: { name, arguments: args },
  }));
  const message = { content, ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}) };
  return { choices: [{ finish_reason: finish ?? null, message }], usage, error };
}

function addCalls(calls: Map<number, Call>, pieces: unknown): void {
  if (!Array.isArray(pieces)) return;
  for (const [position, piece] of (pieces as readonly unknown[]).entries()) {
    const index = field(piece, 'index');
    const at = typeof index === 'number' ? index : position;
    const call = calls.get(at) ?? { id: undefined, name: '', arguments: '' };
    calls.set(at, call);
    const id = field(piece, 'id');
    const name = field(field(piece, 'function'), 'name');
    const args = field(field(piece, 'function'), 'arguments');
    if (typeof id === 'string') call.id ??= id;
    if (typeof name === 'string') call.name += name;
    if (typeof args === 'string') call.arguments += args;
  }
}
