import type { ModelRequest } from '../engine/ports';
import type { Usage } from '../engine/types';
import { noUsage } from '../engine/usage';

/** What a reply that was already paid for costs. */
export const reusedUsage: Usage = { ...noUsage, reused: 1 };

/** Tokens of a text of this many characters, by the rule of thumb of four characters each. */
export function tokensOf(characters: number): number {
  return Math.ceil(characters / 4);
}

/** Estimated input tokens of a request: its texts, tool calls and tool descriptions. */
export function estimateInputTokens(request: Pick<ModelRequest, 'messages' | 'tools'>): number {
  let characters = 0;
  for (const message of request.messages) {
    characters += message.content.length;
    for (const call of message.toolCalls ?? []) {
      characters += call.name.length + call.arguments.length;
    }
  }
  if (request.tools?.length) characters += JSON.stringify(request.tools).length;
  return tokensOf(characters);
}
