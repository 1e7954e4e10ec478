/** A cassette: model replies on file, one JSON object per line, keyed by request. */
import { z } from 'zod';
import type { ModelReply, ModelRequest } from '../engine/ports';
import { UserError } from '../util/errors';
import { requestKey } from './requestKey';

const count = z.number().nonnegative();

const entrySchema = z.object({
  /** See {@link requestKey}. */
  key: z.string(),
  /** The beginning of what was asked, for people. */
  asked: z.string(),
  reply: z.object({
    content: z.string(),
    toolCalls: z
      .array(z.object({ id: z.string(), name: z.string(), arguments: z.string() }))
      .optional(),
    finish: z.string().optional(),
    usage: z.object({
      calls: count,
      inputTokens: count,
      outputTokens: count,
      usd: count,
      reused: count,
    }),
  }),
});

export type Cassette = ReadonlyMap<string, ModelReply>;

/**
 * Reads a cassette. Of equal requests the first counts; a cut last line is left out.
 * @throws UserError naming the line that is none of a cassette.
 */
export function parseCassette(text: string, file: string): Cassette {
  const replies = new Map<string, ModelReply>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const entry = parseEntry(line);
    if (!entry) {
      if (index === lines.length - 1) break;
      // The line itself is not shown: it may be of any file.
      throw new UserError('not a line of a cassette', { place: { file, line: index + 1 } });
    }
    const { content, toolCalls, finish, usage } = entry.reply;
    if (replies.has(entry.key)) continue;
    replies.set(entry.key, {
      content,
      ...(toolCalls ? { toolCalls } : {}),
      ...(finish === undefined ? {} : { finish }),
      usage,
    });
  }
  return replies;
}

/** The line that keeps a reply, with its line break. */
export function cassetteLine(request: ModelRequest, reply: ModelReply): string {
  const { content, toolCalls, finish, usage } = reply;
  const kept = { content, toolCalls, finish, usage };
  return `${JSON.stringify({ key: requestKey(request), asked: firstLine(request), reply: kept })}\n`;
}

/** The first line of a request's last message, shortened. */
export function firstLine(request: ModelRequest): string {
  const text = request.messages.at(-1)?.content ?? '';
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}

function parseEntry(line: string): z.output<typeof entrySchema> | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
