import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Message, Transcript, TranscriptRef } from '../engine/types';
import { UserError } from '../util/errors';
import { isBoolean, isList, isNullOr, isShape, isString } from './guards';
import { tryParse } from './json';
import { isInside, LineFile } from './lineFile';
import { asUserError } from './systemError';

const isMessage = isShape<Message>({ content: isString });
const isTranscript = isShape<Transcript>({
  sample: isString,
  instruction: isString,
  type: isString,
  status: isString,
  correct: isNullOr(isBoolean),
  answer: isString,
  failureTags: isList(isString),
  actions: isList(isString),
  history: isList(isMessage),
});

/** The run's rollouts, one JSON line each, read by place so that none of them stays in memory. */
export class Transcripts {
  readonly #file: LineFile;

  /** @throws UserError when the file cannot be written. */
  constructor(path: string) {
    this.#file = new LineFile(path);
  }

  save(transcript: Transcript): TranscriptRef {
    return this.#file.append(JSON.stringify(transcript));
  }

  /** Can something lie there? False for what a power cut took away. */
  holds(ref: TranscriptRef): boolean {
    return isInside(ref, this.#file.size);
  }

  /** @throws UserError when no transcript lies there. */
  load(ref: TranscriptRef): Transcript {
    if (!this.holds(ref)) throw missing(this.#file.path, ref);
    return parse(this.#file.path, ref, this.#file.read(ref));
  }

  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }
}

/** One transcript of a run that another process may be writing. @throws UserError when none lies there. */
export async function readTranscript(path: string, ref: TranscriptRef): Promise<Transcript> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: unknown) => {
    throw asUserError(path, error);
  });
  try {
    // Checked first: a reference from a file may ask for more bytes than there is memory.
    const stats = await file.stat();
    if (!stats.isFile() || !isInside(ref, stats.size)) throw missing(path, ref);
    const buffer = Buffer.alloc(ref.bytes);
    await file.read(buffer, 0, ref.bytes, ref.at);
    return parse(path, ref, buffer.toString('utf8'));
  } finally {
    await file.close();
  }
}

function parse(path: string, ref: TranscriptRef, text: string): Transcript {
  const value = tryParse(text);
  if (!isTranscript(value)) throw missing(path, ref);
  return value;
}

function missing(path: string, { at }: TranscriptRef): UserError {
  return new UserError(`no transcript lies at byte ${at}`, {
    place: { file: path },
    fix: 'The file was changed or replaced after the run wrote it.',
  });
}
