import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Decision } from '../../../engine/learn/events';
import { UserError } from '../../../util/errors';
import { plainLine } from '../../common/markdown';
import type { EditBook } from '../editBook';
import { explainHindrance } from '../fitText';
import { isOverride } from '../foldDecisions';
import { gateSaid } from '../gateSaid';
import type { ReasonKeeper } from '../reasonKeeper';
import type { ReviewEdit } from '../reviewEdit';
import type { AuthorsTexts } from './acceptance';
import type { AuthorLibrary } from './authorLibrary';
import { titleOf } from './editTitle';
import type { Hindrance } from './judgeFit';
import { ChangedMeanwhile, LibraryWriter } from './libraryWriter';
import { permitLibrary, requireTrust } from './permission';
import type { ReadyPlan } from './plan';
import { Trail, type TrailPoint } from './trail';
import { TrailWatch } from './trailWatch';

const TRIES = 3;
const PAUSE_MS = 250;

export interface How {
  readonly reason?: string;
  /** Ask the person nothing. */
  readonly isQuiet?: boolean;
  /** What the author's files held when texts were made from them; they are merged onto what has changed since. */
  readonly base?: AuthorsTexts;
}

/** A reason that was asked for once is not asked for again. */
interface Asking extends How {
  readonly onReason?: (reason: string) => void;
}

/**
 * Does what the author decides: on the files of their library, and in the decisions of the run. One decision after
 * the other. Each resolves to a sentence on what was done.
 */
export class Decider implements vscode.Disposable {
  readonly #writer: LibraryWriter;
  readonly #watch: TrailWatch;
  /** What accepting an edit put into the archive, for as long as the window lives. */
  readonly #archives = new Map<string, ReadyPlan['archives']>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly book: EditBook,
    private readonly log: vscode.LogOutputChannel,
    private readonly reasons: () => ReasonKeeper | undefined,
  ) {
    this.#writer = new LibraryWriter(log);
    this.#watch = new TrailWatch((key, point) => {
      void this.#inTurn(() => this.#follow(key, point)).catch((error: unknown) =>
        this.log.error(error instanceof Error ? error : String(error)),
      );
    });
  }

  /** Puts the edit, or the author's draft of it, into the author's library. @throws UserError */
  accept(key: string, how: How = {}): Promise<string> {
    return this.#inTurn(() => this.#again(how, (it) => this.#accept(key, undefined, it)));
  }

  /**
   * Accepts with these texts: skill name to its whole text, made from the author's files as they are now; `null`
   * for no such skill. What is absent is as proposed. @throws UserError
   */
  acceptText(key: string, files: AuthorsTexts, how: How = {}): Promise<string> {
    return this.#inTurn(() =>
      // Without their base, texts cannot be told from what has changed since.
      how.base
        ? this.#again(how, (it) => this.#accept(key, files, it))
        : this.#accept(key, files, how),
    );
  }

  /** Takes the edit out of the author's library if it is in there, and says no to it. @throws UserError */
  reject(key: string, how: How = {}): Promise<string> {
    return this.#inTurn(() => this.#again(how, (it) => this.#withdraw(key, 'reject', it)));
  }

  /** Takes the decision back, and with it what it did to the author's library. @throws UserError */
  undo(key: string, how: How = {}): Promise<string> {
    return this.#inTurn(() => this.#again(how, (it) => this.#withdraw(key, 'undo', it)));
  }

  /** A reason for what was decided already. @throws UserError */
  giveReason(key: string, reason: string): Promise<string> {
    return this.#inTurn(async () => {
      requireTrust();
      const edit = await this.#edit(key);
      const { said, candidate } = edit;
      if (said === undefined || said.decision === 'undo') {
        throw new UserError(vscode.l10n.t('Nothing is decided about this edit yet.'));
      }
      const library = this.book.libraryOf(edit);
      const { withReason } = await import('./withReason');
      const { namesOf } = await import('./parts');
      const names = namesOf(candidate.judged);
      const snapshot = edit.decision === 'accepted' ? await library?.readFor(names) : undefined;
      const word = { reason, at: now() };
      const plan = snapshot && withReason(snapshot.library, names, said, word);
      await this.#carryOut(edit, library, plan, { ...said, ...word });
      return vscode.l10n.t('Kept the reason with {0}.', titleOf(candidate.judged));
    });
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(() => this.#watch.without(work));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** A file may be read anew by the editor just when it is to be written: then once more from there. */
  async #again(how: How, work: (how: Asking) => Promise<string>): Promise<string> {
    let reason: string | undefined;
    for (let left = TRIES; ; left -= 1) {
      try {
        const heard = reason === undefined ? {} : { reason };
        return await work({ ...how, ...heard, onReason: (given: string) => (reason = given) });
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile) || left <= 1) throw error;
        await setTimeout(PAUSE_MS);
      }
    }
  }

  async #accept(key: string, texts: AuthorsTexts | undefined, how: Asking): Promise<string> {
    requireTrust();
    const edit = await this.#edit(key);
    const { said } = edit;
    const { judged } = edit.candidate;
    const title = titleOf(judged);
    const library = this.#libraryOf(edit);
    await permitLibrary(library.dir);
    const { considerAccept } = await import('./acceptance');
    const { namesOf } = await import('./parts');
    const snapshot = await library.readFor(namesOf(judged));
    const known = this.#known(key, library);
    const considered = considerAccept(edit, snapshot, { texts, base: how.base, known });
    if (considered.kind === 'stale') throw stale(edit, considered.hindrance, library);
    if (considered.kind === 'nothing') {
      throw new UserError(vscode.l10n.t('Nothing of {0} is left to accept.', title), {
        fix: vscode.l10n.t('Reject the edit instead.'),
      });
    }
    const { files, evidence, verdict } = considered;
    const isSame = JSON.stringify(files ?? {}) === JSON.stringify(said?.files ?? {});
    if (isSame && edit.decision === 'accepted' && edit.fit === 'there') {
      return vscode.l10n.t('{0} is in your library already.', title);
    }
    const reason = await this.#reason(edit, how, considered.isOverride);
    const decision: Decision = {
      edit: judged.id,
      decision: 'accept',
      ...(reason === '' ? {} : { reason }),
      at: now(),
      ...(files === undefined ? {} : { files }),
      ...(considered.isOwn && verdict !== 'inconclusive' ? { verdict } : {}),
      ...(evidence === undefined ? {} : { evidence }),
    };
    await this.#carryOut(edit, library, considered.plan(reason, decision.at), decision);
    this.book.drafts.drop(key);
    const where = vscode.workspace.asRelativePath(library.dir);
    const done = considered.isOverride
      ? vscode.l10n.t('Accepted {0} into {1}, against the gate.', title, where)
      : vscode.l10n.t('Accepted {0} into {1}.', title, where);
    return withRun(done, edit);
  }

  async #withdraw(key: string, decision: 'reject' | 'undo', how: Asking): Promise<string> {
    requireTrust();
    const edit = await this.#edit(key);
    const { judged } = edit.candidate;
    const title = titleOf(judged);
    if (decision === 'undo' && edit.decision === 'pending' && edit.draft) {
      this.book.drafts.drop(key);
      return vscode.l10n.t('{0} is as proposed again.', title);
    }
    if (decision === 'undo' && edit.decision === 'pending') {
      return vscode.l10n.t('Nothing is decided about {0}.', title);
    }
    if (decision === 'reject' && edit.decision === 'rejected') {
      return vscode.l10n.t('{0} is rejected already.', title);
    }
    const overrides = decision === 'reject' && isOverride('rejected', gateSaid(edit.candidate));
    const library = this.book.libraryOf(edit);
    const plan =
      library && edit.decision === 'accepted'
        ? await this.#planTakeOut(edit, library, how)
        : undefined;
    const reason = decision === 'reject' ? await this.#reason(edit, how, overrides) : '';
    const { evidenceLine } = await import('./evidenceLine');
    const evidence = overrides ? evidenceLine(judged.outcomes, edit.rerun) : undefined;
    const line: Decision = {
      edit: judged.id,
      decision,
      ...(reason === '' ? {} : { reason }),
      at: now(),
      ...(evidence === undefined ? {} : { evidence }),
    };
    await this.#carryOut(edit, library, plan, line);
    const done =
      decision === 'undo'
        ? vscode.l10n.t('Took the decision on {0} back.', title)
        : overrides
          ? vscode.l10n.t('Rejected {0}, against the gate.', title)
          : vscode.l10n.t('Rejected {0}.', title);
    return withRun(done, edit);
  }

  async #planTakeOut(
    edit: ReviewEdit,
    library: AuthorLibrary,
    how: How,
  ): Promise<ReadyPlan | undefined> {
    const { judged } = edit.candidate;
    await permitLibrary(library.dir);
    const { planTakeOut } = await import('./planTakeOut');
    const { acceptedParts, namesOf } = await import('./parts');
    const snapshot = await library.readFor(namesOf(judged));
    const parts = acceptedParts(judged, edit.said);
    const plan = planTakeOut(snapshot, parts, judged.id, this.#known(edit.key, library));
    if (plan.kind === 'ready') return plan;
    // The author went on from there: their text is not touched without a word.
    const problem = explainHindrance(plan.hindrance, vscode.l10n);
    if (how.isQuiet !== true) {
      const only = vscode.l10n.t('Withdraw Decision Only');
      const message = vscode.l10n.t(
        '{0} cannot be taken out of your file. {1}',
        titleOf(judged),
        problem,
      );
      if ((await vscode.window.showWarningMessage(message, only)) === only) return undefined;
      throw new vscode.CancellationError();
    }
    throw stale(edit, plan.hindrance, library);
  }

  /** Writes the files, then the decision. If the decision cannot be written, the files are as they were. */
  async #carryOut(
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
    const after = isWriting ? await this.#writer.write(library, plan) : undefined;
    try {
      await this.#say(run.dir, decision);
    } catch (error) {
      if (isWriting) await this.#writer.revert(library, plan);
      throw error;
    }
    if (isWriting && after) {
      const start: TrailPoint = { texts: before, said: said ?? { decision: 'undo' } };
      const trail = this.#watch.get(key) ?? new Trail(start);
      trail.add({ texts: after, said: decision }, start);
      this.#watch.set(key, trail);
      if (decision.decision === 'accept') this.#archives.set(key, plan.archives);
    }
    await this.book.decided(run);
  }

  /** The editor undid or redid what a decision had written: the decision goes with it. */
  async #follow(key: string, { said }: TrailPoint): Promise<void> {
    const edit = await this.#edit(key);
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
    await this.#say(edit.run.dir, {
      edit: edit.candidate.judged.id,
      decision,
      ...(how === undefined ? {} : { reason: how }),
      at: now(),
      ...(files === undefined ? {} : { files }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(evidence === undefined ? {} : { evidence }),
    });
    await this.book.decided(edit.run);
  }

  async #say(runDir: string, decision: Decision): Promise<void> {
    const { appendDecision } = await import('../../../store/decisions');
    appendDecision(runDir, decision);
  }

  /** What the files held before the accept that made them what they are, as far as this window knows. */
  #known(
    key: string,
    library: AuthorLibrary,
  ): (name: string, text: string | null) => string | null | undefined {
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

  /** @throws CancellationError when the person would rather not decide. */
  async #reason(edit: ReviewEdit, how: Asking, overrides: boolean): Promise<string> {
    const reason = await this.#ask(edit, how, overrides);
    how.onReason?.(reason);
    return reason;
  }

  async #ask(edit: ReviewEdit, how: How, overrides: boolean): Promise<string> {
    const given = how.reason ?? this.reasons()?.take(edit.key);
    if (given !== undefined) return given.trim();
    if (!overrides || how.isQuiet === true) return '';
    const answer = await vscode.window.showInputBox({
      title: titleOf(edit.candidate.judged),
      prompt: vscode.l10n.t(
        'The gate said: {0} Why do you decide otherwise? May be left empty.',
        plainLine(edit.candidate.judged.reason, 300),
      ),
    });
    if (answer === undefined) throw new vscode.CancellationError();
    return answer.trim();
  }

  async #edit(key: string): Promise<ReviewEdit> {
    const edit = await this.book.get(key);
    if (edit !== undefined) return edit;
    throw new UserError(vscode.l10n.t('This edit is no longer known.'), {
      fix: vscode.l10n.t('Its run was moved or deleted. Refresh the runs.'),
    });
  }

  #libraryOf(edit: ReviewEdit): AuthorLibrary {
    const library = this.book.libraryOf(edit);
    if (library !== undefined) return library;
    throw new UserError(
      vscode.l10n.t('There is no library to accept {0} into.', titleOf(edit.candidate.judged)),
      {
        place: { file: edit.run.dir },
        fix: vscode.l10n.t(
          'A run proposes edits for the library that its configuration names as `skills.library_dir`; this one names none.',
        ),
      },
    );
  }
}

function now(): string {
  return new Date().toISOString();
}

function stale(edit: ReviewEdit, hindrance: Hindrance, library: AuthorLibrary): UserError {
  const title = titleOf(edit.candidate.judged);
  const isEarly = edit.isEarly === true;
  const isFile = hindrance.why === 'broken' || hindrance.why === 'refused';
  const why = isEarly ? edit.fitReason : explainHindrance(hindrance, vscode.l10n);
  return new UserError(
    isEarly
      ? vscode.l10n.t('{0} does not fit your library yet. {1}', title, why)
      : vscode.l10n.t('{0} does not fit your library any more. {1}', title, why),
    {
      place: { file: library.dir },
      fix: fixFor(isEarly, isFile),
    },
  );
}

function fixFor(isEarly: boolean, isFile: boolean): string {
  if (isFile) return vscode.l10n.t('Mend it first. Nothing was changed.');
  return isEarly
    ? vscode.l10n.t('Or carry it over to your text with "Rebase Edit". Nothing was changed.')
    : vscode.l10n.t('Carry it over to your text with "Rebase Edit". Nothing was changed.');
}

function withRun(done: string, { state, run }: ReviewEdit): string {
  if (state.status === 'waiting') {
    return vscode.l10n.t('{0} Run {1} takes it up now.', done, plainLine(run.name, 60));
  }
  return state.status === 'running'
    ? vscode.l10n.t('{0} Run {1} takes it up at its next update.', done, plainLine(run.name, 60))
    : done;
}
