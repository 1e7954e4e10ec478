import { createHash } from 'node:crypto';
import type { Model, ModelRequest } from '../engine/ports';
import { canonicalJson } from './canonicalJson';

/** SHA-256, in hex, over everything of a request that can change its answer. The purpose cannot. */
export function requestKey(request: ModelRequest): string {
  return sha256(canonicalJson(content(request)));
}

/** As {@link requestKey}, and over who is asked. */
export function replyKey(model: Pick<Model, 'identity'>, request: ModelRequest): string {
  return sha256(canonicalJson({ identity: model.identity, ...content(request) }));
}

function content({ messages, tools, repeat }: ModelRequest) {
  return {
    messages: messages.map((message) => ({
      role: message.role,
      content: message.content,
      toolCallId: message.toolCallId,
      // An empty list is sent as none.
      toolCalls: message.toolCalls?.length
        ? message.toolCalls.map((call) => ({
            id: call.id,
            name: call.name,
            arguments: call.arguments,
          }))
        : undefined,
    })),
    tools: tools?.length
      ? tools.map(({ name, description, parameters }) => ({ name, description, parameters }))
      : undefined,
    repeat: repeat ?? 0,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
