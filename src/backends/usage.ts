import type { ModelRequest } from '../engine/ports';
import type { Usage } from '../engine/types';

/** Nothing spent. */
export const noUsage: Usage = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, reused: 0 };

/** What a reply that was already paid for costs. */
export const reusedUsage: Usage = { ...noUsage, reused: 1 };

/** The sum of two usages. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    usd: a.usd + b.usd,
    reused: a.reused + b.reused,
  };
}

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
