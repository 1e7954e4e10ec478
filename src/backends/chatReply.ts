import { z } from 'zod';
import type { ModelReply, ModelRequest } from '../engine/ports';
import type { ToolCall } from '../engine/types';
import { withoutThoughts } from '../util/withoutThoughts';
import { scrubReply } from './scrub';
import { serverWords } from './serverWords';
import { estimateInputTokens, tokensOf } from './usage';

/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

const THOUGHT_PARTS = /think|reason/i;

const text = z.union([
  z.string(),
  z.array(z.object({ type: z.string().nullish(), text: z.string().nullish() })).transform((parts) =>
    parts
      .filter(({ type }) => !THOUGHT_PARTS.test(type ?? ''))
      .map((part) => part.text ?? '')
      .join(''),
  ),
]);

const toolCall = z.object({
  id: z.string().nullish(),
  function: z.object({
    // A call without a name calls nothing.
    name: z.string().nullish(),
    // Some servers send the arguments as an object; the engine wants the text.
    arguments: z
      .unknown()
      .transform((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))),
  }),
});

const choice = z.object({
  finish_reason: z.string().nullish(),
  native_finish_reason: z.string().nullish().catch(undefined),
  error: z.unknown().optional(),
  // Where completions are only text, as of old.
  text: z.string().nullish().catch(undefined),
  message: z
    .object({
      content: text.nullish(),
      refusal: z.string().nullish(),
      tool_calls: z.array(toolCall.nullish().catch(undefined)).nullish().catch(undefined),
    })
    .nullish(),
});

const completion = z.object({
  choices: z.array(choice).min(1),
  error: z.unknown().optional(),
  usage: z
    .object({ prompt_tokens: z.unknown().optional(), completion_tokens: z.unknown().optional() })
    .nullish()
    .catch(undefined),
});

/** What a 2xx held: a reply, a fault that came in its place, or something else altogether. */
export type Read =
  | { readonly kind: 'reply'; readonly reply: ModelReply }
  | { readonly kind: 'fault'; readonly said: string }
  | { readonly kind: 'other' };

/**
 * Reads a chat completion leniently. A reply without text (only thoughts, cut by its limit, or filtered) is an empty
 * string; thoughts are no part of it. Tokens that are not reported, or cannot be true, are estimated.
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
): Read {
  const parsed = completion.safeParse(body);
  const first = parsed.data?.choices[0];
  if (!parsed.success || !first || (!first.message && typeof first.text !== 'string')) {
    return { kind: 'other' };
  }
  const { key } = options;
  const raw = first.message?.content ?? first.message?.refusal ?? first.text ?? '';
  const answer = withoutThoughts(raw);
  const content = scrubReply(answer.text, key);
  const toolCalls = (first.message?.tool_calls ?? []).flatMap((call, index): ToolCall[] =>
    call?.function.name
      ? [
          {
            id: call.id ?? `call_${index}`,
            name: call.function.name,
            arguments: scrubReply(call.function.arguments, key),
          },
        ]
      : [],
  );
  const { usage, error } = parsed.data;
  const isEmpty = raw === '' && toolCalls.length === 0;
  const said = faultIn(first, error, isEmpty && reportsNothing(usage));
  if (said !== undefined) return { kind: 'fault', said };

  const written = toolCalls.reduce(
    (sum, call) => sum + call.name.length + call.arguments.length,
    raw.length,
  );
  const inputTokens = reported(usage?.prompt_tokens, estimateInputTokens(request));
  const outputTokens = reported(usage?.completion_tokens, tokensOf(written));
  const { input = 0, output = 0 } = options.prices ?? {};
  // Cut within its thoughts, whatever the server calls that.
  const finish = answer.isUnfinished ? 'length' : first.finish_reason;
  const reply: ModelReply = {
    content,
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
    ...(finish ? { finish } : {}),
    usage: {
      calls: options.attempts,
      inputTokens,
      outputTokens,
      usd: (inputTokens * input + outputTokens * output) / 1_000_000,
      reused: 0,
    },
  };
  return { kind: 'reply', reply };
}

const FAULTY_END = /error|fail|abort|crash/i;

/** A gateway that had begun to answer 200 reports what broke behind it inside of the reply. */
function faultIn(
  first: z.infer<typeof choice>,
  error: unknown,
  isNothing: boolean,
): string | undefined {
  const { finish_reason: finish, native_finish_reason: native } = first;
  for (const found of [first.error, error]) {
    if (found !== undefined && found !== null && found !== false && found !== '') {
      return serverWords(JSON.stringify({ error: found })).message || 'an error without a word';
    }
  }
  const end = [finish, native].find((it) => FAULTY_END.test(it ?? ''));
  if (end) return `the reply ended with "${end.slice(0, 60)}"`;
  return isNothing ? 'an empty reply that cost nothing' : undefined;
}

function reportsNothing(usage: z.infer<typeof completion>['usage']): boolean {
  return usage?.prompt_tokens === 0 && (usage.completion_tokens ?? 0) === 0;
}

/** No request is larger. */
const MOST_TOKENS = 20_000_000;

/** The number a server reports, unless it cannot be true: none for a text that is there, or one out of this world. */
function reported(value: unknown, estimate: number): number {
  const isPossible =
    typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MOST_TOKENS;
  return isPossible && (value > 0 || estimate === 0) ? value : estimate;
}
