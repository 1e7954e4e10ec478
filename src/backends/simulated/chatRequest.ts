import { z } from 'zod';
import type { Message } from '../../engine/types';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.union([z.string(), z.array(part), z.null()]).optional(),
      }),
    )
    .min(1),
  temperature: z.number().nullish(),
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
});

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly temperature: number;
  readonly repeat: number;
}

/** A request that cannot be answered, with what to tell the client. */
export class BadRequest extends Error {}

/**
 * Reads the body of a chat completion request.
 * @throws BadRequest for broken JSON, a wrong shape, or a streaming request.
 */
export function parseChatRequest(body: string): ChatRequest {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new BadRequest('The request body is not valid JSON.');
  }
  const parsed = chatRequest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadRequest(
      `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}`,
    );
  }
  const { model, messages, temperature, seed, stream } = parsed.data;
  if (stream) {
    throw new BadRequest(
      'This simulated server does not stream. Ask again without "stream": true.',
    );
  }
  return {
    model,
    messages: messages.map(({ role, content }) => ({
      role: role === 'developer' ? 'system' : role,
      content: textOf(content),
    })),
    temperature: temperature ?? 0,
    repeat: seed ?? 0,
  };
}

function textOf(content: string | readonly z.infer<typeof part>[] | null | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}
