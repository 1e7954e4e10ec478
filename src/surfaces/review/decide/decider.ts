import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { stat } from 'node:fs/promises';
import type { Decision } from '../../../engine/learn/events';
import type { Library } from '../../../engine/skill/library';
import { UserError } from '../../../util/errors';
import type { EditBook } from '../editBook';
import { explainHindrance } from '../fitText';
import { isAgainstGate, isOverride } from '../foldDecisions';
import { gateSaid } from '../gateSaid';
import type { ReasonKeeper } from '../reasonKeeper';
import type { ReviewEdit } from '../reviewEdit';
import type { AuthorsTexts } from './acceptance';
import type { AuthorLibrary } from './authorLibrary';
import { Carrier, now } from './carrier';
import { titleOf } from './editTitle';
import { ChangedMeanwhile } from './libraryWriter';
import { permitLibrary, requireTrust } from './permission';
import type { ReadyPlan } from './plan';
import { accepted, noLibrary, nothingLeft, question, stale } from './sentences';
import { unknownEdit, withRun, type Overrides } from './sentences';
import { askFor, showWarning } from '../../common/messages';

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
  readonly #carrier: Carrier;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly book: EditBook,
    log: vscode.LogOutputChannel,
    private readonly reasons: () => ReasonKeeper | undefined,
  ) {
    this.#carrier = new Carrier(book, log, (work) => this.#inTurn(work));
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
      await this.#carrier.carryOut(edit, library, plan, { ...said, ...word });
      return vscode.l10n.t('Kept the reason with {0}.', titleOf(candidate.judged));
    });
  }

  dispose(): void {
    this.#carrier.dispose();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
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
    const library = this.book.libraryOf(edit);
    if (library === undefined) throw noLibrary(edit);
    await permitLibrary(library.dir);
    const { considerAccept } = await import('./acceptance');
    const { namesOf } = await import('./parts');
    const snapshot = await library.readFor(namesOf(judged));
    await this.#askAboutConflicts(snapshot.library, namesOf(judged), how);
    const known = this.#carrier.known(key, library);
    const considered = considerAccept(edit, snapshot, { texts, base: how.base, known });
    if (considered.kind === 'stale') throw stale(edit, considered.hindrance, library);
    if (considered.kind === 'nothing') throw nothingLeft(edit);
    const { files, evidence, verdict } = considered;
    const isSame = JSON.stringify(files ?? {}) === JSON.stringify(said?.files ?? {});
    if (isSame && edit.decision === 'accepted' && edit.fit === 'there') {
      return vscode.l10n.t('{0} is in your library already.', title);
    }
    const word = {
      decision: 'accept',
      ...(files === undefined ? {} : { files }),
      ...(considered.isOwn && verdict !== 'inconclusive' ? { verdict } : {}),
    } as const;
    const { candidate } = edit;
    const { isOverride } = considered;
    const isAgainst = isAgainstGate({ decision: 'accepted', isOverride, said: word, candidate });
    const overrides = isAgainst ? 'against' : isOverride ? 'unasked' : undefined;
    const reason = await this.#reason(edit, how, overrides);
    await this.#refuseOvertaken(edit);
    const decision: Decision = {
      edit: judged.id,
      ...word,
      ...(reason === '' ? {} : { reason }),
      at: now(),
      ...(evidence === undefined ? {} : { evidence }),
    };
    await this.#carrier.carryOut(edit, library, considered.plan(reason, decision.at), decision);
    this.book.drafts.drop(key);
    this.reasons()?.drop(key);
    const where = vscode.workspace.asRelativePath(library.dir);
    const { isPart } = await import('./isPart');
    return withRun(accepted(title, where, overrides, isPart(judged, word)), edit);
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
    const reason =
      decision === 'reject' ? await this.#reason(edit, how, overrides ? 'against' : undefined) : '';
    await this.#refuseOvertaken(edit);
    const { evidenceLine } = await import('./evidenceLine');
    const rerun = edit.isRerunOutdated === true ? undefined : edit.rerun;
    const evidence = overrides ? evidenceLine(judged.outcomes, rerun) : undefined;
    const line: Decision = {
      edit: judged.id,
      decision,
      ...(reason === '' ? {} : { reason }),
      at: now(),
      ...(evidence === undefined ? {} : { evidence }),
    };
    await this.#carrier.carryOut(edit, library, plan, line);
    if (decision === 'reject') this.reasons()?.drop(key);
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
    const plan = planTakeOut(snapshot, parts, judged.id, this.#carrier.known(edit.key, library));
    if (plan.kind === 'ready') return plan;
    if (how.isQuiet === true) throw stale(edit, plan.hindrance, library);
    // The author went on from there: their text is not touched.
    const only = vscode.l10n.t('Withdraw Decision Only');
    const answer = await showWarning(
      vscode.l10n.t('{0} cannot be taken out of your file.', titleOf(judged)),
      { modal: true, detail: explainHindrance(plan.hindrance, vscode.l10n) },
      only,
    );
    if (answer !== only) throw new vscode.CancellationError();
    return undefined;
  }

  /** Other windows may have decided while a question was open. @throws UserError */
  async #refuseOvertaken({ key, run, decision, candidate }: ReviewEdit): Promise<void> {
    await this.book.decided(run);
    const now = this.book.find(key);
    if (now?.decision === decision) return;
    throw new UserError(
      vscode.l10n.t(
        '{0} was decided on elsewhere just now. Nothing was changed.',
        titleOf(candidate.judged),
      ),
      { fix: vscode.l10n.t('Look at it again, and decide on what it is now.') },
    );
  }

  /** A text with conflicts in it is none to merge into unasked. @throws CancellationError, UserError */
  async #askAboutConflicts(library: Library, names: readonly string[], how: How): Promise<void> {
    const { conflictLine } = await import('./conflictLine');
    for (const name of names) {
      const skill = library.find(name);
      const line = skill && conflictLine(skill.text);
      if (!skill || line === undefined) continue;
      const where = `${skill.file}:${line}`;
      const message = vscode.l10n.t('{0} holds merge conflicts that are not resolved.', where);
      if (how.isQuiet === true) throw new UserError(message);
      const anyway = vscode.l10n.t('Accept Anyway');
      const detail = vscode.l10n.t('The edit would be merged in beside them. Resolve them first.');
      if ((await showWarning(message, { modal: true, detail }, anyway)) !== anyway) {
        throw new vscode.CancellationError();
      }
    }
  }

  /** @throws CancellationError when the person would rather not decide. */
  async #reason(edit: ReviewEdit, how: Asking, overrides: Overrides): Promise<string> {
    const reason = await this.#ask(edit, how, overrides);
    how.onReason?.(reason);
    return reason;
  }

  async #ask(edit: ReviewEdit, how: How, overrides: Overrides): Promise<string> {
    const given = how.reason ?? this.reasons()?.get(edit.key);
    if (given !== undefined) return given.trim();
    if (overrides === undefined || how.isQuiet === true) return '';
    const answer = await askFor({
      title: titleOf(edit.candidate.judged),
      prompt: question(edit, overrides),
    });
    if (answer === undefined) throw new vscode.CancellationError();
    return answer.trim();
  }

  async #edit(key: string): Promise<ReviewEdit> {
    const edit = await this.book.get(key);
    if (edit === undefined) throw unknownEdit();
    if (!(await isFolder(edit.run.dir))) {
      throw new UserError(vscode.l10n.t('The folder of this run is gone. Nothing was changed.'), {
        place: { file: edit.run.dir },
        fix: vscode.l10n.t('Refresh the runs.'),
      });
    }
    return edit;
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );
}
