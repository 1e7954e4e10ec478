import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalReading } from '../../store/readJournal';
import type { RunState } from '../../store/runState';

/** Reads one run, and reads on from where it stopped when asked again. */
export class RunFollower {
  /** What the last reading gave. */
  last: RunState | undefined;
  readonly #journal: string;
  #folded: RunState | undefined;
  #reading: JournalReading | undefined;
  #seen = '';
  #busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly dir: string) {
    this.#journal = join(dir, 'journal.jsonl');
  }

  /** Is it running, or waiting for the author, as far as is known? What was never read might be. */
  get isUnderWay(): boolean {
    return (
      this.last === undefined || this.last.status === 'running' || this.last.status === 'waiting'
    );
  }

  /** One reading after the other. @throws UserError when the files cannot be read. */
  readOn(): Promise<RunState> {
    const next = this.#busy.then(() => this.#read());
    this.#busy = next.catch(() => undefined);
    return next;
  }

  /** Has anything changed since the last reading: the journal, or whether somebody writes it? */
  async hasNews(): Promise<boolean> {
    const { isLive } = await import('../../store/readRun');
    return (await this.#mark(isLive(this.dir))) !== this.#seen;
  }

  async #read(): Promise<RunState> {
    // Read when needed, not when the editor starts: they bring a YAML parser.
    const { asLeft, isLive } = await import('../../store/readRun');
    const live = isLive(this.dir);
    const mark = await this.#mark(live);
    if (this.last !== undefined && mark === this.#seen) return this.last;
    if (!mark.startsWith('journal')) {
      const { readPublishedRun } = await import('../../store/readPublishedRun');
      this.last = await readPublishedRun(this.dir);
    } else {
      this.last = asLeft(await this.#fold(), live);
    }
    this.#seen = mark;
    return this.last;
  }

  async #fold(): Promise<RunState> {
    const { foldRun } = await import('../../store/foldRun');
    const { readJournal, startReading } = await import('../../store/readJournal');
    const { emptyRun } = await import('../../store/runState');
    const { size } = await stat(this.#journal);
    // A run that was started anew has a journal of its own.
    if (this.#reading === undefined || size < this.#reading.end) {
      this.#reading = startReading();
      this.#folded = emptyRun;
    }
    let state = this.#folded ?? emptyRun;
    for await (const entry of readJournal(this.#journal, this.#reading))
      state = foldRun(state, entry);
    this.#folded = state;
    return state;
  }

  async #mark(live: boolean): Promise<string> {
    const of = async (kind: string, file: string): Promise<string | undefined> =>
      stat(file).then(
        ({ size, mtimeMs, ino }) => `${kind} ${size} ${mtimeMs} ${ino} ${live}`,
        () => undefined,
      );
    return (
      (await of('journal', this.#journal)) ??
      (await of('published', join(this.dir, 'val_scores.json'))) ??
      'nothing'
    );
  }
}
