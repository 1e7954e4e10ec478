import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Decision, RunEvent } from '../engine/learn/events';
import type { RunStore } from '../engine/ports';
import type { Transcript, TranscriptRef } from '../engine/types';
import { UserError } from '../util/errors';
import { Decisions } from './decisions';
import { isSeal, Journal } from './journal';
import type { JournalEntry } from './journalEntry';
import { LineFile } from './lineFile';
import { takeLock, type Lock } from './lock';
import { logLine } from './logLine';
import { Projector } from './projector';
import { readJournal } from './readJournal';
import { FileReplyCache } from './replyCache';
import { eventKey } from './runEvent';
import { refuseLink, RunFiles } from './runFiles';
import { clearRun, entriesOf, isRun, refuseForeign, runFile } from './runLayout';
import { refuseSecrets } from './secrets';
import { withFile } from './systemError';
import { Transcripts } from './transcripts';

export interface OpenRunOptions {
  readonly dir: string;
  /** `force` starts anew where a run was, `resume` goes on with it. */
  readonly mode: 'create' | 'resume' | 'force';
  /** Gets every event that is new to the journal, right after it was written. */
  readonly onEvent?: (entry: JournalEntry) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
}

/** A run directory open for writing; at most one process has it at a time. */
export class RunDirectory implements RunStore {
  readonly cache: FileReplyCache;
  readonly #files: RunFiles;
  readonly #transcripts: Transcripts;
  readonly #journal: Journal;
  readonly #decisions: Decisions;
  readonly #projector: Projector;
  readonly #now: () => number;
  readonly #onEvent: ((entry: JournalEntry) => void) | undefined;

  /** Use {@link openRun}. The directory must exist and be locked. */
  constructor(
    readonly dir: string,
    { onEvent, now = Date.now }: Pick<OpenRunOptions, 'onEvent' | 'now'>,
    private readonly lock: Lock,
  ) {
    this.#now = now;
    this.#onEvent = onEvent;
    this.#files = new RunFiles(dir);
    removeLeftovers(dir);
    // First of all files: what lies in a directory without a journal is not taken for a run.
    new LineFile(join(dir, runFile.journal)).close();
    const transcripts = new Transcripts(join(dir, runFile.transcripts));
    this.#transcripts = transcripts;
    this.#projector = new Projector(this.#files, (ref) => transcripts.load(ref));
    this.#journal = new Journal(join(dir, runFile.journal), {
      now,
      // A power cut may take a transcript and leave its event: then the rollout has to be done again.
      isIntact: (event) => event.type !== 'rollout.finished' || transcripts.holds(event.transcript),
      onEarlier: ({ event }) => this.#projector.replay(event),
    });
    this.#projector.restore();
    this.#decisions = new Decisions(dir);
    this.cache = new FileReplyCache(
      this.#files.prepare(`${runFile.cacheFolder}/${runFile.replies}`),
    );
  }

  /** Broken lines: of the journal when it was opened, and of the decisions so far. */
  get brokenLines(): number {
    return this.#journal.corruptLines + this.#decisions.badLines;
  }

  /** Everything recorded so far, from the first event on. */
  events(): AsyncGenerator<JournalEntry> {
    return readJournal(join(this.dir, runFile.journal));
  }

  recall(key: string): RunEvent | undefined {
    return this.#journal.recall(key);
  }

  record(event: RunEvent): void {
    const key = eventKey(event);
    if (key !== undefined && this.#journal.has(key)) return;
    this.lock.check();
    this.#projector.write(event);
    // What the journal points to must not be less durable than the journal.
    if (isSeal(event)) this.#transcripts.sync();
    const entry = this.#journal.append(event);
    if (!entry) return;
    const line = logLine(event);
    if (line !== undefined) this.#log(entry.time, line);
    this.#onEvent?.(entry);
  }

  saveTranscript(transcript: Transcript): TranscriptRef {
    return this.#transcripts.save(transcript);
  }

  loadTranscript(ref: TranscriptRef): Transcript {
    return this.#transcripts.load(ref);
  }

  decisions(from: number): readonly Decision[] {
    return this.#decisions.from(from);
  }

  moreDecisions(known: number, signal: AbortSignal): Promise<void> {
    return this.#decisions.more(known, signal);
  }

  /** Writes `config.yaml`, keys sorted. @throws UserError when it holds a secret. */
  writeConfig(config: Readonly<Record<string, unknown>>): void {
    refuseSecrets(config);
    this.#files.replace(runFile.config, stringify(config, { sortMapEntries: true }));
  }

  /** Appends to `run.log`, with the time. */
  log(line: string): void {
    this.#log(new Date(this.#now()).toISOString(), line);
  }

  #log(time: string, line: string): void {
    this.#files.append(runFile.log, `${time} ${line}\n`);
  }

  /** Closes the files and lets go of the directory. May be called twice. */
  close(): void {
    this.#journal.close();
    this.#transcripts.close();
    this.cache.close();
    this.lock.release();
  }
}

/** What a kill has left of a replacement in progress: `val_scores.json.123456`. */
function removeLeftovers(dir: string): void {
  for (const name of entriesOf(dir)) {
    if (/^(?:config\.yaml|val_scores\.json)\.\d+$/.test(name))
      rmSync(join(dir, name), { force: true });
  }
}

/**
 * Opens a run directory for writing.
 * @throws UserError when there is a run already (`create`), none (`resume`), something that is no run
 * (`force`), when another process holds it, or when it cannot be written.
 */
export async function openRun(options: OpenRunOptions): Promise<RunDirectory> {
  const { dir, mode } = options;
  refuseLink(dir);
  if (mode === 'create') refuseExisting(dir);
  if (mode === 'resume') refuseMissing(dir);
  // Before the lock, which would be a trace of us in somebody else's folder.
  if (mode === 'force') refuseForeign(dir);
  withFile(dir, () => mkdirSync(dir, { recursive: true }));
  const lock = takeLock(dir);
  try {
    // Again, now that nobody else can change the answer.
    if (mode === 'create') refuseExisting(dir);
    if (mode === 'force') clearRun(dir);
    return new RunDirectory(dir, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function refuseExisting(dir: string): void {
  if (entriesOf(dir).length === 0) return;
  throw new UserError(isRun(dir) ? 'there is a run here already' : 'this folder is not empty', {
    place: { file: dir },
    fix: isRun(dir)
      ? 'Go on with it: --resume. Start anew and lose it: --force. Or choose another --run-name.'
      : 'It is not a run, so it is left alone. Choose another --run-name or output_dir.',
    kind: 'usage',
  });
}

function refuseMissing(dir: string): void {
  if (entriesOf(dir).includes(runFile.journal)) return;
  throw new UserError('there is no run to resume here: no journal.jsonl', {
    place: { file: dir },
    fix: isRun(dir)
      ? 'It was made by another program, which left no journal. Start a run of another name.'
      : 'Leave out --resume to start it, or name the run with --run-name.',
    kind: 'usage',
  });
}
