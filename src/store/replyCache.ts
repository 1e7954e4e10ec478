import type { ModelReply, ReplyCache } from '../engine/ports';
import type { ToolCall } from '../engine/types';
import { isList, isShape, isString, isUsage } from './guards';
import { isRecord, tryParse } from './json';
import { LineFile } from './lineFile';

const isReply = isShape<ModelReply>({ content: isString, usage: isUsage });
const isToolCalls = isList(
  isShape<ToolCall>({ id: isString, name: isString, arguments: isString }),
);

/** The key stands first in a line, so that opening need not parse the replies. */
const lineStart = /^\{"key":("(?:[^"\\]|\\.)*"),"reply":\{/;
const MAX_KEY_BYTES = 4096;

/** Replies already paid for, in a file that only grows. Only keys and places are in memory. */
export class FileReplyCache implements ReplyCache {
  readonly #file: LineFile;
  readonly #places = new Map<string, number>();

  /** @throws UserError when the file cannot be written. */
  constructor(path: string) {
    this.#file = new LineFile(path);
    this.#file.scan((line, at) => {
      const key = lineStart.exec(line.toString('utf8', 0, MAX_KEY_BYTES))?.[1];
      const parsed = key === undefined ? undefined : tryParse(key);
      if (typeof parsed === 'string') this.#places.set(parsed, at);
    });
  }

  get size(): number {
    return this.#places.size;
  }

  get(key: string): ModelReply | undefined {
    const at = this.#places.get(key);
    if (at === undefined) return undefined;
    const line = tryParse(this.#file.readLine(at));
    // A line that was tampered with or written over costs one model call, not a wrong answer.
    if (!isRecord(line) || line.key !== key || !isReply(line.reply)) return undefined;
    if (line.reply.toolCalls !== undefined && !isToolCalls(line.reply.toolCalls)) return undefined;
    return line.reply;
  }

  set(key: string, reply: ModelReply): void {
    this.#places.set(key, this.#file.append(JSON.stringify({ key, reply })).at);
  }

  close(): void {
    this.#file.close();
  }
}
