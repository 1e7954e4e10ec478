import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { clip, plainLine } from '../../common/markdown';
import type { EditBook } from '../editBook';
import { explainHindrance } from '../fitText';
import type { ReviewEdit } from '../reviewEdit';
import { titleOf } from './editTitle';
import { requireTrust } from './permission';
import type { Answer, Question, Rebase } from './rebase';
import { unknownEdit } from './sentences';
import { pickFrom } from '../../common/pickers';

interface Choice extends vscode.QuickPickItem {
  readonly answer: Answer;
}

/** Carries an edit over to the author's text of now, asking where the two disagree. */
export class Rebaser {
  constructor(private readonly book: EditBook) {}

  /**
   * Leaves the outcome as a draft of the edit: nothing is written, and it is decided on like any other.
   * @returns a sentence, and whether there is something new to look at.
   * @throws UserError; CancellationError when the person would rather not.
   */
  async run(key: string): Promise<{ readonly said: string; readonly isDrafted: boolean }> {
    requireTrust();
    const edit = await this.book.get(key);
    if (edit === undefined) throw unknownEdit();
    const title = titleOf(edit.candidate.judged);
    const library = this.book.libraryOf(edit);
    if (library === undefined) throw new UserError(edit.fitReason);
    if (edit.fit !== 'stale') {
      const said = vscode.l10n.t(
        '{0} fits your library as it is; there is nothing to rebase.',
        title,
      );
      return { said, isDrafted: false };
    }
    const { namesOf, partsOf } = await import('./parts');
    const { rebasePart } = await import('./rebase');
    const { judged } = edit.candidate;
    const snapshot = await library.readFor(namesOf(judged));
    const rebases = partsOf(judged, edit.draft).map((part) => {
      const detail = snapshot.broken(part.name);
      if (detail !== undefined) {
        const hindrance = { name: part.name, why: 'broken', detail } as const;
        throw new UserError(explainHindrance(hindrance, vscode.l10n), {
          fix: vscode.l10n.t('Mend it first. Nothing was changed.'),
        });
      }
      return rebasePart(part, snapshot.library.find(part.name));
    });
    const texts = await this.#answer(title, rebases);
    const base = Object.fromEntries(
      rebases.map(({ name }) => [name, snapshot.library.find(name)?.text ?? null]),
    );
    if (rebases.every(({ name }) => texts[name] === base[name])) {
      throw new UserError(
        vscode.l10n.t('Nothing of {0} is left: your text stays as it is.', title),
        {
          fix: vscode.l10n.t('Reject the edit, or rebase it again and take something of it.'),
        },
      );
    }
    this.book.drafts.put(key, { base, texts });
    return {
      said: vscode.l10n.t(
        '{0} is carried over to your text. Its probes have not seen it yet.',
        title,
      ),
      isDrafted: true,
    };
  }

  async #answer(
    title: string,
    rebases: readonly Rebase[],
  ): Promise<Readonly<Record<string, string | null>>> {
    const total = rebases.reduce((sum, { questions }) => sum + questions.length, 0);
    let step = 0;
    const texts: Record<string, string | null> = {};
    for (const rebase of rebases) {
      const answers: Answer[] = [];
      for (const question of rebase.questions) {
        step += 1;
        answers.push(await ask(question, total > 1 ? `${title} (${step}/${total})` : title));
      }
      texts[rebase.name] = rebase.text(answers);
    }
    return texts;
  }
}

/** Is it worth running the probes of what was rebased? Asked only after the person chose to rebase. */
export async function offerProbes(edit: ReviewEdit): Promise<boolean> {
  const count = edit.candidate.judged.outcomes.length;
  const now: vscode.QuickPickItem = {
    label: vscode.l10n.t('Run its probes on this text now'),
    iconPath: new vscode.ThemeIcon('beaker'),
    detail: vscode.l10n.t('{0} samples, with it and without it', count),
  };
  const later: vscode.QuickPickItem = {
    label: vscode.l10n.t('Only show the result'),
    iconPath: new vscode.ThemeIcon('eye'),
    detail: vscode.l10n.t('Accepting it then counts as a decision of yours, not of the gate'),
  };
  const title = titleOf(edit.candidate.judged);
  return (await pickFrom([now, later], { title })) === now;
}

async function ask(question: Question, title: string): Promise<Answer> {
  const choices = choicesFor(question);
  const choice = await pickFrom(choices, {
    title,
    placeHolder: promptFor(question),
    ignoreFocusOut: true,
  });
  if (choice === undefined) throw new vscode.CancellationError();
  return choice.answer;
}

function promptFor(question: Question): string {
  const skill = plainLine(question.name, 64);
  switch (question.kind) {
    case 'lines':
      return vscode.l10n.t('You and the edit both changed these lines of {0}', skill);
    case 'description':
      return vscode.l10n.t('You and the edit both changed the description of {0}', skill);
    case 'remove':
      return vscode.l10n.t('The edit removes {0}, which you changed since', skill);
    case 'again':
      return vscode.l10n.t('The edit changes {0}, which is no longer there', skill);
  }
}

function choicesFor(question: Question): readonly Choice[] {
  switch (question.kind) {
    case 'lines':
      return [
        choice('mine', vscode.l10n.t('Keep mine'), preview(question.mine)),
        choice('theirs', vscode.l10n.t('Take the proposal'), preview(question.theirs)),
        choice('both', vscode.l10n.t('Keep both'), preview([...question.mine, ...question.theirs])),
      ];
    case 'description':
      return [
        choice('mine', vscode.l10n.t('Keep mine'), preview([question.mine])),
        choice('theirs', vscode.l10n.t('Take the proposal'), preview([question.theirs])),
        choice('both', vscode.l10n.t('Keep both'), preview([question.mine, question.theirs])),
      ];
    case 'remove':
      return [
        choice('mine', vscode.l10n.t('Keep mine'), ''),
        choice('theirs', vscode.l10n.t('Remove it all the same'), ''),
      ];
    case 'again':
      return [
        choice('theirs', vscode.l10n.t('Add it again, as proposed'), ''),
        choice('mine', vscode.l10n.t('Leave it out'), ''),
      ];
  }
}

function choice(answer: Answer, label: string, detail: string): Choice {
  return { answer, label, ...(detail === '' ? {} : { detail }) };
}

function preview(lines: readonly string[]): string {
  const text = lines.map((line) => plainLine(line, 80)).filter((line) => line !== '');
  return text.length === 0 ? vscode.l10n.t('(nothing)') : clip(text.join(' ⏎ '), 240);
}
