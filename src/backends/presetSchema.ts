import { z } from 'zod';
import { Secret } from './secret';

/** A number, or the text of one: what a variable expands to is text. */
function numeric<S extends z.ZodType<number, number>>(schema: S) {
  return z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      const number = typeof value === 'number' ? value : value.trim() === '' ? NaN : Number(value);
      if (Number.isFinite(number)) return number;
      context.addIssue({ code: 'custom', message: 'must be a number' });
      return z.NEVER;
    })
    .pipe(schema);
}

const whole = z.number().int().positive();
const price = numeric(z.number().min(0));

const model = z
  .string()
  .min(1)
  // It is printed: a terminal would obey them.
  .refine((name) => !/\p{Cc}/u.test(name), { message: 'must not hold control characters' })
  .describe('Name of the model, as the server knows it.');
const temperature = numeric(z.number().min(0).max(2))
  .optional()
  .describe(
    'Sampling temperature. At 0 equal requests are asked once per run. Leave it out for models that take none.',
  );
const max_tokens = numeric(whole).optional().describe('Longest reply, in tokens.');

const context_tokens = numeric(whole.min(1024))
  .optional()
  .describe(
    'How much the model reads and writes at once, in tokens; default 32768. What skills and rollouts the skill writer is shown goes by it.',
  );

/** Keys of the request that have a place of their own or may not change. */
const RESERVED = ['model', 'messages', 'tools', 'stream', 'n', 'temperature', 'max_tokens'];

const extraBody = z
  .record(z.string(), z.json())
  .refine((body) => RESERVED.every((key) => !Object.hasOwn(body, key)), {
    message: `must not hold ${RESERVED.join(', ')}: they are set elsewhere`,
  });

const openaiChat = z
  .strictObject({
    backend: z
      .literal('openai-chat')
      .describe(
        'A server that speaks the OpenAI chat completions API: OpenAI, vLLM, Ollama, LM Studio, …',
      ),
    model,
    base_url: z
      .string()
      .describe(
        "The server's URL up to and without /chat/completions; for most servers it ends in /v1.",
      ),
    api_key: z
      .string()
      .transform((key) => new Secret(key))
      .optional()
      .describe(
        'From a variable, as in ${OPENAI_API_KEY}; none for servers that need no key. Never the key itself.',
      ),
    temperature,
    max_tokens,
    context_tokens,
    timeout: numeric(z.number().positive().max(300))
      .default(120)
      .describe('Seconds to wait for one reply, at most 300.'),
    prices: z
      .strictObject({
        input: price.describe('US dollars per million input tokens.'),
        output: price.describe('US dollars per million output tokens.'),
      })
      .optional()
      .describe('What the model costs, for estimates and for budget.usd.'),
    retry: z
      .strictObject({
        attempts: numeric(whole).optional().describe('Attempts in all; default 8.'),
        base_ms: numeric(z.number().min(0))
          .optional()
          .describe('First wait in milliseconds; doubles each time; default 500.'),
        max_ms: numeric(z.number().min(0))
          .optional()
          .describe('Longest wait in milliseconds; default 30000.'),
      })
      .optional()
      .describe('How rate limits, server errors and broken connections are tried again.'),
    extra_body: extraBody
      .optional()
      .describe('Further keys for the request body, such as top_p or reasoning_effort.'),
  })
  .meta({ title: 'A server that speaks the OpenAI API' });

const simulated = z
  .strictObject({
    backend: z
      .literal('simulated')
      .describe('A deterministic stand-in that works offline. No language model.'),
    model: z.string().default('simulated').describe('A name for labels.'),
    temperature,
    max_tokens,
    context_tokens,
    seed: numeric(z.number().int()).default(1).describe('Equal seeds give equal replies.'),
    noise: numeric(z.number().min(0).max(1))
      .optional()
      .describe(
        'Share of episodes that turn out the other way, by chance: above 0 it is not repeatable. Default 0.',
      ),
    latency_ms: numeric(z.number().min(0))
      .optional()
      .describe('Pretend that each reply takes this long.'),
  })
  .meta({ title: 'The simulation' });

const recorded = z
  .strictObject({
    backend: z
      .literal('recorded')
      .describe('Answers from a cassette of recorded replies, without a server.'),
    model: z.string().default('recorded').describe('A name for labels.'),
    cassette: z
      .string()
      .min(1)
      .describe("JSONL file of replies, relative to the preset's folder and inside it."),
    temperature,
    max_tokens,
    context_tokens,
  })
  .meta({ title: 'Recorded replies' });

/**
 * A backend preset, `configs/agents/<name>.yaml`, after its variables are filled in. For a JSON schema
 * of the file as people write it, ask for the input side: `z.toJSONSchema(presetSchema, { io: 'input' })`.
 */
export const presetSchema = z
  .discriminatedUnion('backend', [openaiChat, simulated, recorded])
  .describe('Who answers model calls.');

export type PresetSettings = z.output<typeof presetSchema>;

/** Every value `backend` can have. */
export const backends: readonly PresetSettings['backend'][] = [
  'openai-chat',
  'simulated',
  'recorded',
];
