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
  /** Which file the reading is of. */
  #file = '';
  #seen: string | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly dir: string) {
    this.#journal = join(dir, 'journal.jsonl');
  }

  /** Is it running, or waiting for the author, as far as is known? */
  get isUnderWay(): boolean {
    return this.last?.status === 'running' || this.last?.status === 'waiting';
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
    const mark = await this.#mark(isLive(this.dir));
    return mark.text !== this.#seen;
  }

  async #read(): Promise<RunState> {
    // Read when needed, not when the editor starts: they bring a YAML parser.
    const { asLeft, isLive } = await import('../../store/readRun');
    const live = isLive(this.dir);
    const mark = await this.#mark(live);
    if (this.last !== undefined && mark.text === this.#seen) return this.last;
    // Also when the reading fails: it would fail again until something changes.
    this.#seen = mark.text;
    if (mark.kind === 'journal') {
      this.last = asLeft(await this.#fold(mark.file), live);
    } else {
      this.last = undefined;
      const { readPublishedRun } = await import('../../store/readPublishedRun');
      this.last = await readPublishedRun(this.dir);
    }
    return this.last;
  }

  async #fold(file: string): Promise<RunState> {
    const { foldPass } = await import('../../store/foldRun');
    const { readJournal, startReading } = await import('../../store/readJournal');
    const { emptyRun } = await import('../../store/runState');
    const { size } = await stat(this.#journal);
    // A run that was started anew has a journal of its own, which may be the longer one by now.
    if (this.#reading === undefined || file !== this.#file || size < this.#reading.end) {
      this.#reading = startReading();
      this.#folded = emptyRun;
      this.#file = file;
    }
    let state = this.#folded ?? emptyRun;
    const fold = foldPass();
    for await (const entry of readJournal(this.#journal, this.#reading)) {
      state = fold(state, entry);
      // Kept event by event: a reading that breaks off goes on behind the last one it took.
      this.#folded = state;
    }
    return state;
  }

  async #mark(live: boolean): Promise<Mark> {
    const of = async (kind: Mark['kind'], path: string): Promise<Mark | undefined> =>
      stat(path).then(
        ({ size, mtimeMs, ino, birthtimeMs }) => {
          const file = `${ino} ${birthtimeMs}`;
          return { kind, file, text: `${kind} ${file} ${size} ${mtimeMs} ${live}` };
        },
        () => undefined,
      );
    return (
      (await of('journal', this.#journal)) ??
      (await of('published', join(this.dir, 'val_scores.json'))) ?? {
        kind: 'nothing',
        file: '',
        text: 'nothing',
      }
    );
  }
}

/** What there is to read, as far as it can be told without reading it. */
interface Mark {
  readonly kind: 'journal' | 'published' | 'nothing';
  /** Tells a file from another one of the same name. */
  readonly file: string;
  readonly text: string;
}
