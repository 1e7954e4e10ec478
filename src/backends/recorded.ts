import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Model, ModelReply, ModelRequest } from '../engine/ports';
import { ModelFault } from '../engine/ports';
import { UserError } from '../util/errors';
import { cassetteLine, firstLine, parseCassette } from './cassette';
import { readPlainFile } from './plainFile';
import { requestKey } from './requestKey';

/** Where recorded replies come from: a file, or its text with a name for messages. */
export type CassetteSource = string | { readonly name: string; readonly text: string };

/**
 * A model that answers from a cassette and asks nobody. Its usage is the recorded one, so that budgets
 * behave as they did. A request the cassette does not hold is a ModelFault of kind `cassette`. Throws UserError if the cassette cannot be read.
 */
export function recorded(
  source: CassetteSource,
  options: { readonly temperature?: number } = {},
): Model {
  const { name, text } = typeof source === 'string' ? { name: source, text: read(source) } : source;
  const replies = parseCassette(text, name);
  return {
    label: `recorded (${replies.size} replies)`,
    identity: `recorded:${createHash('sha256').update(text).digest('hex')}`,
    temperature: options.temperature ?? 0,
    async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
      signal?.throwIfAborted();
      const reply = replies.get(requestKey(request));
      if (reply) return reply;
      const repeat = request.repeat ? `, repeat ${request.repeat}` : '';
      throw new ModelFault(
        `${name} holds no reply to "${firstLine(request)}" (${request.purpose}${repeat}); record it anew`,
        'cassette',
      );
    },
  };
}

/** Bytes of a cassette that are read. */
const MAX_CASSETTE = 256 * 1024 * 1024;

/** A model that appends every new reply of another to a cassette. Failures and keys never get there. */
export function recording(model: Model, path: string): Model {
  const known = new Set(existsSync(path) ? parseCassette(read(path), path).keys() : []);
  mkdirSync(dirname(path), { recursive: true });
  return {
    label: model.label,
    identity: model.identity,
    temperature: model.temperature,
    ...(model.isRepeatable === undefined ? {} : { isRepeatable: model.isRepeatable }),
    async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
      const reply = await model.complete(request, signal);
      const key = requestKey(request);
      if (!known.has(key)) {
        known.add(key);
        appendFileSync(path, cassetteLine(request, reply));
      }
      return reply;
    },
  };
}

function read(path: string): string {
  try {
    return readPlainFile(path, MAX_CASSETTE);
  } catch (error) {
    throw new UserError('the cassette cannot be read', { place: { file: path }, cause: error });
  }
}
