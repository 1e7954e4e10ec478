import * as vscode from 'vscode';
import type { Decision } from '../../../engine/learn/events';
import type { EditBook } from '../editBook';
import type { ReviewEdit } from '../reviewEdit';
import type { AuthorLibrary } from './authorLibrary';
import { LibraryWriter } from './libraryWriter';
import type { Archives, ReadyPlan } from './plan';
import type { KnownText } from './planTakeOut';
import { Trail, type TrailPoint } from './trail';
import { TrailWatch } from './trailWatch';

/** Carries decisions out, and takes them along when the editor undoes or redoes what they wrote. */
export class Carrier implements vscode.Disposable {
  readonly #writer: LibraryWriter;
  readonly #watch: TrailWatch;
  /** The archived versions that accepting an edit changed, for as long as the window lives. */
  readonly #archives = new Map<string, { readonly before: Archives; readonly after: Archives }>();

  /** Archived versions that are to go as soon as the skill is saved. */
  readonly #owed = new Map<
    string,
    { readonly library: AuthorLibrary; readonly archives: Archives }
  >();
  readonly #saving: vscode.Disposable;

  constructor(
    private readonly book: EditBook,
    log: vscode.LogOutputChannel,
    /** Lets work wait for the decisions that are being made. */
    inTurn: (work: () => Promise<void>) => Promise<void>,
  ) {
    this.#writer = new LibraryWriter(log);
    this.#saving = vscode.workspace.onDidSaveTextDocument(() => {
      if (this.#owed.size === 0) return;
      inTurn(() => this.#payOwed()).catch((error: unknown) => log.warn(String(error)));
    });
    this.#watch = new TrailWatch((key, point) => {
      inTurn(() => this.#follow(key, point)).catch((error: unknown) =>
        log.error(error instanceof Error ? error : String(error)),
      );
    });
  }

  /** Writes the files, then the decision. If the decision cannot be written, the files are as they were. */
  async carryOut(
    edit: ReviewEdit,
    library: AuthorLibrary | undefined,
    planned: ReadyPlan | undefined,
    decision: Decision,
  ): Promise<void> {
    const { key, run, said } = edit;
    const isTakenOut = edit.decision === 'accepted' && decision.decision !== 'accept';
    const plan =
      library && planned && isTakenOut ? await this.#asBefore(key, library, planned) : planned;
    const isWriting = library !== undefined && plan !== undefined && plan.skills.length > 0;
    const before = isWriting
      ? await this.#writer.textsOf(library, plan.skills)
      : new Map<string, string | null>();
    const written = await this.#watch.without(async () => {
      const done = isWriting ? await this.#writer.write(library, plan) : undefined;
      try {
        await say(run.dir, decision);
      } catch (error) {
        if (isWriting && done) await this.#writer.revert(library, plan, done.replaced);
        throw error;
      }
      return done;
    });
    if (isWriting && written) {
      const start: TrailPoint = { texts: before, said: said ?? { decision: 'undo' } };
      const known = this.#watch.get(key);
      const isContinued = edit.decision === 'accepted' && known?.isAt(before) === true;
      const trail = known ?? new Trail(start);
      trail.add({ texts: written.texts, said: decision }, start);
      this.#watch.set(key, trail);
      if (decision.decision === 'accept') {
        // Of an edit that is accepted once more, with more of it, the first archive stays.
        // Where the text was changed in between, this acceptance stands on its own.
        const first = isContinued ? this.#archives.get(key) : undefined;
        this.#archives.set(key, {
          before: { ...written.replaced, ...first?.before },
          after: { ...first?.after, ...plan.archives },
        });
      }
    }
    library?.expire();
    await this.book.decided(run);
  }

  /** Where the skills come back exactly as they were before the edit was accepted, so does their archive. */
  async #asBefore(key: string, library: AuthorLibrary, plan: ReadyPlan): Promise<ReadyPlan> {
    const archives = this.#archives.get(key);
    const known = this.known(key, library);
    const isExact = plan.skills.every(({ name, before, after }) => known(name, before) === after);
    if (archives === undefined || !isExact) return plan;
    const { before, after } = archives;
    return { ...plan, archives: await this.#writer.backTo(before, after, library) };
  }

  /** The editor undid or redid what a decision had written: the decision goes with it. */
  async #follow(key: string, { said }: TrailPoint): Promise<void> {
    const edit = await this.book.get(key);
    if (edit === undefined) return;
    const library = this.book.libraryOf(edit);
    const archives = this.#archives.get(key);
    this.#owed.delete(key);
    if (library && archives) {
      const { before, after } = archives;
      const [from, to] = said.decision === 'accept' ? [before, after] : [after, before];
      const wanted = await this.#writer.backTo(to, from, library);
      await this.#putOrOwe(key, library, wanted);
    }
    const { decision, files, verdict, evidence, reason } = said;
    const how =
      decision === 'undo'
        ? vscode.l10n.t('Undone in the editor.')
        : (reason ?? (decision === 'accept' ? vscode.l10n.t('Redone in the editor.') : undefined));
    await say(edit.run.dir, {
      edit: edit.candidate.judged.id,
      decision,
      ...(how === undefined ? {} : { reason: how }),
      at: now(),
      ...(files === undefined ? {} : { files }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(evidence === undefined ? {} : { evidence }),
    });
    library?.expire();
    await this.book.decided(edit.run);
  }

  /**
   * The editor's text may not be saved: a version whose text stands nowhere else on the disk stays, until saving the
   * skill makes it needless.
   */
  async #putOrOwe(key: string, library: AuthorLibrary, archives: Archives): Promise<void> {
    const kept = await this.#writer.putArchives(library, archives);
    if (kept.length === 0) this.#owed.delete(key);
    else {
      const left = Object.entries(archives).filter(([file]) => kept.includes(file));
      this.#owed.set(key, { library, archives: Object.fromEntries(left) });
    }
  }

  async #payOwed(): Promise<void> {
    for (const [key, { library, archives }] of this.#owed) {
      await this.#putOrOwe(key, library, archives);
    }
  }

  /** What the files held before the accept that made them what they are, as far as this window knows. */
  known(key: string, library: AuthorLibrary): KnownText {
    const trail = this.#watch.get(key);
    return (name, text) => {
      const file = library.last?.library.find(name)?.file;
      // Of a skill that is not there, the place has to be guessed.
      const places = file === undefined ? [`${name}.md`, `${name}/SKILL.md`] : [file];
      for (const place of places) {
        const before = trail?.before(library.uriOf(place).toString(), text);
        if (before !== undefined) return before;
      }
      return undefined;
    };
  }

  dispose(): void {
    this.#saving.dispose();
    this.#watch.dispose();
  }
}

async function say(runDir: string, decision: Decision): Promise<void> {
  const { appendDecision } = await import('../../../store/decisions');
  appendDecision(runDir, decision);
}

export function now(): string {
  return new Date().toISOString();
}
