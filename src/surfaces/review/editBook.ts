import * as vscode from 'vscode';
import type { Layout } from '../../engine/skill/types';
import { Disposables } from '../common/disposables';
import type { KnownRun, RunCatalog } from '../common/runCatalog';
import { AuthorLibrary } from './decide/authorLibrary';
import type { Rerun } from './decide/rerun';
import { Drafts } from './drafts';
import { editKey } from './editKey';
import { mayLookInto } from '../common/mayLookInto';
import type { EditSide } from './editSides';
import { FitCache } from './fitCache';
import type { ReviewEdit } from './reviewEdit';
import { Reruns } from './reruns';
import { RunPage } from './runPage';

/** Runs that are read at the start; older ones when somebody asks. */
const RUNS_AT_ONCE = 20;
const PAUSE_MS = 120;

/** Every edit there is to review, over all runs that are known: the one truth that all views show. */
export class EditBook implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  /** What the author made of proposals before deciding on them. */
  readonly drafts: Drafts;

  readonly #pages = new Map<string, RunPage>();
  readonly #libraries = new Map<string, AuthorLibrary>();
  /** Of the libraries, as the edits were put together with them. */
  readonly #marks = new Map<string, string>();
  readonly #reruns = this.#disposables.add(new Reruns());
  readonly #fits = new FitCache();
  #edits: readonly ReviewEdit[] = [];
  #byKey: ReadonlyMap<string, ReviewEdit> = new Map();

  readonly #seenBy = new Set<object>();
  #isStarted = false;
  #limit = RUNS_AT_ONCE;
  #total = 0;
  /** Runs beyond the limit that somebody asked for. */
  readonly #wanted = new Set<string>();
  /** What may be out of date: all runs, some of them, the author's files; or surely: drafts and re-runs. */
  #due: { list: boolean; readonly runs: Set<string>; libraries: boolean; own: boolean } | undefined;
  #pause: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly runs: RunCatalog,
    memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.drafts = this.#disposables.add(new Drafts(memory));
    this.#disposables.add(this.drafts.onDidChange(() => this.#later({})));
    this.#disposables.add(this.#reruns.onDidChange(() => this.#later({})));
    this.#disposables.add(
      runs.onDidChange((change) => this.#later(change.kind === 'list' ? { list: true } : change)),
    );
  }

  /** Newest run first; within a run in the order of the verdicts. The first call starts reading. */
  async edits(): Promise<readonly ReviewEdit[]> {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#later({ list: true });
    }
    await this.#settle();
    return this.#edits;
  }

  /** The edit of this key, as last read. */
  find(key: string): ReviewEdit | undefined {
    return this.#byKey.get(key);
  }

  /** The edit of this key as it is now, also of a run that was not read so far. */
  async get(key: string): Promise<ReviewEdit | undefined> {
    await this.#reruns.look();
    await this.edits();
    if (!this.#byKey.has(key)) {
      const runs = await this.runs.list();
      const run = runs.find(({ dir }) => key.startsWith(`${dir}#`));
      if (run === undefined) return undefined;
      await this.#want(run);
    }
    return this.#byKey.get(key);
  }

  /** The edits of this run, also if it was not read so far. */
  async editsOf(run: KnownRun): Promise<readonly ReviewEdit[]> {
    await this.edits();
    if (!this.#pages.has(run.dir)) await this.#want(run);
    return this.#edits.filter((edit) => edit.run.dir === run.dir);
  }

  /** Runs whose edits are not read yet. */
  get unread(): number {
    return Math.max(0, this.#total - this.#pages.size);
  }

  showMore(): void {
    this.#limit += RUNS_AT_ONCE;
    this.#later({ list: true });
  }

  /** The author's library that the edit would be accepted into. */
  libraryOf({
    run,
    libraryDir,
  }: Pick<ReviewEdit, 'run' | 'libraryDir'>): AuthorLibrary | undefined {
    if (libraryDir === undefined) return undefined;
    return this.#library(libraryDir, this.#pages.get(run.dir)?.origin?.layout);
  }

  /** The texts to show of an edit, one side for each skill it touches. */
  async sides(edit: ReviewEdit): Promise<readonly EditSide[]> {
    const { sidesOf } = await import('./decide/sides');
    const library = this.libraryOf(edit);
    if (library === undefined) return sidesOf(edit, undefined);
    return sidesOf(edit, { dir: library.dir, snapshot: await library.read() });
  }

  /** Whoever shows edits says while somebody can see them: only then files are looked at unasked. */
  shows(who: object, isSeen: boolean): void {
    const wasSeen = this.#seenBy.size > 0;
    if (isSeen) this.#seenBy.add(who);
    else this.#seenBy.delete(who);
    const isAny = this.#seenBy.size > 0;
    if (isAny === wasSeen) return;
    for (const library of this.#libraries.values()) library.keepLooking(isAny);
  }

  /** Another measurement of the edit; `undefined` forgets it. */
  setRerun(key: string, rerun: Rerun | undefined): void {
    this.#reruns.set(key, rerun);
  }

  /** A decision was appended: what is said of the run's edits is read again, now. */
  async decided(run: KnownRun): Promise<void> {
    this.#later({ run });
    await this.#settle();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#disposables.dispose();
  }

  #library(dir: string, layout: Layout | undefined): AuthorLibrary {
    const known = this.#libraries.get(dir);
    if (known !== undefined) return known;
    const library = this.#disposables.add(new AuthorLibrary(dir, layout));
    this.#libraries.set(dir, library);
    this.#disposables.add(library.onDidChange(() => this.#later({ libraries: true })));
    library.keepLooking(this.#seenBy.size > 0);
    return library;
  }

  /** Reads a run beyond the limit, too. */
  #want(run: KnownRun): Promise<void> {
    this.#wanted.add(run.dir);
    this.#later({ list: true });
    return this.#settle();
  }

  #later(what: {
    readonly list?: boolean;
    readonly run?: KnownRun;
    readonly libraries?: boolean;
  }): void {
    if (!this.#isStarted) return;
    this.#due ??= { list: false, runs: new Set(), libraries: false, own: false };
    if (what.list === true) this.#due.list = true;
    else if (what.run !== undefined) this.#due.runs.add(what.run.dir);
    else if (what.libraries === true) this.#due.libraries = true;
    else this.#due.own = true;
    this.#pause ??= setTimeout(() => void this.#settle(), PAUSE_MS);
  }

  #settle(): Promise<void> {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#work = this.#work
      .then(() => this.#catchUp())
      .catch((error: unknown) => this.log.error(error instanceof Error ? error : String(error)));
    return this.#work;
  }

  async #catchUp(): Promise<void> {
    const due = this.#due;
    this.#due = undefined;
    if (due === undefined) return;
    if (due.list) await this.#chooseRuns();
    let hasNews = due.list || due.own;
    for (const page of this.#pages.values()) {
      if (due.list || due.runs.has(page.run.dir)) hasNews = (await this.#read(page)) || hasNews;
    }
    // A view that is drawn anew for nothing loses the click that is just being made on it.
    if (!hasNews && !(due.libraries && (await this.#areFilesNew()))) return;
    await this.#assemble();
    this.#changed.fire();
  }

  /** Has any library another content than the edits were put together with? */
  async #areFilesNew(): Promise<boolean> {
    for (const [dir, library] of this.#libraries) {
      if ((await library.read()).mark !== this.#marks.get(dir)) return true;
    }
    return false;
  }

  async #chooseRuns(): Promise<void> {
    const runs = await this.runs.list();
    this.#total = runs.length;
    const chosen = runs.filter(({ dir }, i) => i < this.#limit || this.#wanted.has(dir));
    const pages = chosen.map((run) => {
      const page = this.#pages.get(run.dir) ?? new RunPage(run, this.runs);
      page.run = run;
      return page;
    });
    this.#pages.clear();
    for (const page of pages) this.#pages.set(page.run.dir, page);
  }

  async #read(page: RunPage): Promise<boolean> {
    try {
      return await page.read();
    } catch (error) {
      // The view of runs says what is wrong with it; here it has no edits.
      this.log.warn(`${page.run.dir}: ${String(error)}`);
      return false;
    }
  }

  async #assemble(): Promise<void> {
    const { makeEdit } = await import('./makeEdit');
    const { Predecessors } = await import('./predecessors');
    const edits: ReviewEdit[] = [];
    for (const { state, candidates, words, origin, run } of this.#pages.values()) {
      if (state === undefined || candidates.length === 0) continue;
      const named = origin?.libraryDir;
      const dir = named !== undefined && mayLookInto(named, true) ? named : undefined;
      const library = dir === undefined ? undefined : this.#library(dir, origin?.layout);
      const skills = await library?.read();
      if (library && skills) this.#marks.set(library.dir, skills.mark);
      const waiting = new Set(state.waiting);
      const predecessors = new Predecessors(candidates, words);
      for (const candidate of candidates) {
        const key = editKey(run.dir, candidate.judged.id);
        const facts = {
          key,
          run,
          state,
          candidate,
          words,
          isWaitedFor: waiting.has(candidate.judged.id),
          libraryDir: dir,
          skills,
          draft: this.drafts.get(key),
          rerun: this.#reruns.get(key),
          predecessors,
        };
        edits.push(makeEdit(facts, this.#fits, vscode.l10n));
      }
    }
    this.#edits = edits;
    this.#byKey = new Map(edits.map((edit) => [edit.key, edit]));
    this.#fits.keepOnly(new Set(this.#byKey.keys()));
  }
}
