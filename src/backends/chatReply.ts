import { z } from 'zod';
import type { ModelReply, ModelRequest } from '../engine/ports';
import type { ToolCall } from '../engine/types';
import { scrubReply } from './scrub';
import { estimateInputTokens, tokensOf } from './usage';

/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

const text = z.union([
  z.string(),
  z
    .array(z.object({ text: z.string().nullish() }))
    .transform((parts) => parts.map((part) => part.text ?? '').join('')),
]);

const toolCall = z.object({
  id: z.string().nullish(),
  function: z.object({
    name: z.string(),
    // Some servers send the arguments as an object; the engine wants the text.
    arguments: z
      .unknown()
      .transform((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))),
  }),
});

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: text.nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(toolCall).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
    .nullish()
    .catch(undefined),
});

/**
 * Reads a chat completion leniently; `undefined` if it is none. A reply without text (only
 * reasoning, cut by its limit, or filtered) is an empty string. Unreported tokens are estimated.
 * `attempts` is how many requests it took.
 */
export function chatReply(
  body: unknown,
  request: Pick<ModelRequest, 'messages' | 'tools'>,
  options: {
    readonly attempts: number;
    readonly prices?: Prices | undefined;
    readonly key?: string | undefined;
  },
): ModelReply | undefined {
  const parsed = completion.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || !choice) return undefined;
  const { key } = options;
  const content = scrubReply(choice.message.content ?? choice.message.refusal ?? '', key);
  const toolCalls = (choice.message.tool_calls ?? []).map((call, index): ToolCall => ({
    id: call.id ?? `call_${index}`,
    name: call.function.name,
    arguments: scrubReply(call.function.arguments, key),
  }));
  const written = toolCalls.reduce(
    (sum, call) => sum + call.name.length + call.arguments.length,
    content.length,
  );
  const inputTokens = parsed.data.usage?.prompt_tokens ?? estimateInputTokens(request);
  const outputTokens = parsed.data.usage?.completion_tokens ?? tokensOf(written);
  const { input = 0, output = 0 } = options.prices ?? {};
  return {
    content,
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
    ...(choice.finish_reason ? { finish: choice.finish_reason } : {}),
    usage: {
      calls: options.attempts,
      inputTokens,
      outputTokens,
      usd: (inputTokens * input + outputTokens * output) / 1_000_000,
      reused: 0,
    },
  };
}
