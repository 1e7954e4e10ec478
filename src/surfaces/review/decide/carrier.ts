import * as vscode from 'vscode';
import type { Decision } from '../../../engine/learn/events';
import type { EditBook } from '../editBook';
import type { ReviewEdit } from '../reviewEdit';
import type { AuthorLibrary } from './authorLibrary';
import { LibraryWriter } from './libraryWriter';
import type { ReadyPlan } from './plan';
import type { KnownText } from './planTakeOut';
import { Trail, type TrailPoint } from './trail';
import { TrailWatch } from './trailWatch';

/** Carries decisions out, and takes them along when the editor undoes or redoes what they wrote. */
export class Carrier implements vscode.Disposable {
  readonly #writer: LibraryWriter;
  readonly #watch: TrailWatch;
  /** What accepting an edit put into the archive, for as long as the window lives. */
  readonly #archives = new Map<string, ReadyPlan['archives']>();

  constructor(
    private readonly book: EditBook,
    log: vscode.LogOutputChannel,
    /** Lets work wait for the decisions that are being made. */
    inTurn: (work: () => Promise<void>) => Promise<void>,
  ) {
    this.#writer = new LibraryWriter(log);
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
    plan: ReadyPlan | undefined,
    decision: Decision,
  ): Promise<void> {
    const { key, run, said } = edit;
    const isWriting = library !== undefined && plan !== undefined && plan.skills.length > 0;
    const before = isWriting
      ? await this.#writer.textsOf(library, plan.skills)
      : new Map<string, string | null>();
    const after = await this.#watch.without(async () => {
      const texts = isWriting ? await this.#writer.write(library, plan) : undefined;
      try {
        await say(run.dir, decision);
      } catch (error) {
        if (isWriting) await this.#writer.revert(library, plan);
        throw error;
      }
      return texts;
    });
    if (isWriting && after) {
      const start: TrailPoint = { texts: before, said: said ?? { decision: 'undo' } };
      const trail = this.#watch.get(key) ?? new Trail(start);
      trail.add({ texts: after, said: decision }, start);
      this.#watch.set(key, trail);
      if (decision.decision === 'accept') {
        // Of an edit that is accepted once more, with more of it, the first archive stays.
        const first = edit.decision === 'accepted' ? this.#archives.get(key) : undefined;
        this.#archives.set(key, { ...first, ...plan.archives });
      }
    }
    library?.expire();
    await this.book.decided(run);
  }

  /** The editor undid or redid what a decision had written: the decision goes with it. */
  async #follow(key: string, { said }: TrailPoint): Promise<void> {
    const edit = await this.book.get(key);
    if (edit === undefined) return;
    const library = this.book.libraryOf(edit);
    const archives = this.#archives.get(key);
    if (library && archives) {
      if (said.decision === 'accept') await this.#writer.writeArchives(library, archives);
      else await this.#writer.dropArchives(library, archives);
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
