import * as vscode from 'vscode';
import { describeError } from '../../util/errors';
import { command, view } from '../common/ids';
import { registerCommand } from '../common/registerCommand';
import { registerRowCommand } from '../common/registerRowCommand';
import { runOfArgument } from '../common/runOfArgument';
import type { Surroundings } from '../common/surroundings';
import { eachInTurn, type Tally } from './decide/acceptAll';
import { titleOf } from './decide/editTitle';
import { showProbeStatus } from './decide/probeStatus';
import { offerProbes, Rebaser } from './decide/rebaser';
import type { ReviewDesk } from './reviewDesk';
import type { ReviewEdit } from './reviewEdit';
import { tallyText, type DecisionKind } from './tallyText';
import { firstToReview, isToReview } from './toReview';
import { EditPicker } from './tree/editPicker';
import { runName } from './tree/editNodes';
import { EditTree } from './tree/editTree';
import { filterDetail, filterName, filters, isFilter } from './tree/filter';
import { sayBriefly, showWarning, whileShowing } from '../common/messages';
import { pickFrom } from '../common/pickers';

/** The commands that decide on edits. */
export function registerDecisions(surroundings: Surroundings, desk: ReviewDesk): void {
  const { edits: book, disposables, context, runs } = surroundings;
  const { decider, reprober } = desk;
  const tree: EditTree = disposables.add(
    new EditTree(book, reprober, context.workspaceState, surroundings.log, (checked, unchecked) => {
      void run(command.edits.accept, checked)
        .then(() => run(command.edits.undo, unchecked))
        .then(() => {
          const is = ({ key }: ReviewEdit): boolean => book.find(key)?.decision === 'accepted';
          // A box shows what is so, also when it could not be done.
          if (!checked.every(is) || unchecked.some(is)) tree.refresh();
        });
    }),
  );
  const picker = new EditPicker(book, desk, () => tree.selected);
  const rebaser = new Rebaser(book);
  showProbeStatus(reprober, book, disposables);

  const decide = async (
    kind: DecisionKind,
    wanted: readonly ReviewEdit[],
    each: (edit: ReviewEdit, isQuiet: boolean) => Promise<string>,
  ): Promise<void> => {
    const [only] = wanted;
    if (only !== undefined && wanted.length === 1) {
      sayBriefly(await each(only, false));
      return;
    }
    const tally = await eachInTurn(wanted, (edit) => each(edit, true));
    report(tally, tallyText(kind, tally, vscode.l10n));
  };
  /** What could not be done is in the log as a whole; a notice has room for the first. */
  const report = ({ refused }: Tally, sentence: string): void => {
    for (const { edit, error } of refused) {
      surroundings.log.warn(`${titleOf(edit.candidate.judged)}: ${describeError(error)}`);
    }
    if (refused.length === 0) sayBriefly(sentence);
    else void warn(sentence, surroundings.log);
  };

  registerRowCommand(surroundings, command.edits.accept, async (...args) => {
    const wanted = await picker.pick(args, vscode.l10n.t('Accept which edit?'), isAcceptable);
    await decide('accept', wanted, ({ key }, isQuiet) => decider.accept(key, { isQuiet }));
  });
  registerRowCommand(surroundings, command.edits.reject, async (...args) => {
    const wanted = await picker.pick(args, vscode.l10n.t('Reject which edit?'), isRejectable);
    await decide('reject', wanted, ({ key }, isQuiet) => decider.reject(key, { isQuiet }));
  });
  registerRowCommand(surroundings, command.edits.undo, async (...args) => {
    const title = vscode.l10n.t('Take back the decision on which edit?');
    const wanted = await picker.pick(args, title, ({ decision }) => decision !== 'pending');
    await decide('undo', wanted, ({ key }, isQuiet) => decider.undo(key, { isQuiet }));
  });
  registerCommand(surroundings, command.edits.acceptAll, async (arg: unknown) => {
    const title = vscode.l10n.t('Accept all edits of which run?');
    const run = await picker.pickRun(arg, (await book.edits()).filter(isToReview), title);
    if (run === undefined) return;
    const wanted = run.edits.filter(isToReview);
    const tally = await eachInTurn(wanted, ({ key }) => decider.accept(key, { isQuiet: true }));
    report(tally, `${runName(run.run)}: ${tallyText('accept', tally, vscode.l10n)}`);
  });
  registerRowCommand(surroundings, command.edits.rebase, async (...args) => {
    const title = vscode.l10n.t('Rebase which edit?');
    const [edit] = await picker.pick(args, title, ({ fit }) => fit === 'stale');
    if (edit === undefined) return;
    const { said, isDrafted } = await rebaser.run(edit.key);
    sayBriefly(said);
    if (!isDrafted) return;
    await vscode.commands.executeCommand(command.edits.open, edit.key);
    if (await offerProbes(edit)) sayBriefly(await probe(edit));
  });
  const probe = (edit: ReviewEdit): Promise<string> =>
    Promise.resolve(
      whileShowing({ location: { viewId: view.edits } }, () => reprober.run(edit.key)),
    );
  registerRowCommand(surroundings, command.edits.reprobe, async (...args) => {
    const title = vscode.l10n.t('Run the probes of which edit again?');
    for (const edit of await picker.pick(args, title)) sayBriefly(await probe(edit));
  });
  registerCommand(surroundings, command.edits.stopProbes, (arg: unknown) => {
    if (!reprober.stop(picker.keyOf(arg))) sayBriefly(vscode.l10n.t('No probes are running.'));
  });
  registerCommand(surroundings, command.edits.filter, async (chosen: unknown) => {
    if (isFilter(chosen)) return tree.setFilter(chosen);
    const items = filters.map((filter) => ({
      filter,
      label: filterName(filter, vscode.l10n),
      detail: filterDetail(filter, vscode.l10n),
      ...(filter === tree.filter ? { description: vscode.l10n.t('current') } : {}),
    }));
    const picked = await pickFrom(items, {
      title: vscode.l10n.t('Which edits to show'),
      matchOnDetail: true,
    });
    return picked && tree.setFilter(picked.filter);
  });
  registerCommand(surroundings, command.edits.review, async () => {
    const edit = firstToReview(await book.edits());
    if (edit === undefined) {
      await vscode.commands.executeCommand(`${view.edits}.focus`);
      return;
    }
    await tree.revealEdit(edit);
    await vscode.commands.executeCommand(command.edits.open, edit.key);
  });
  registerCommand(surroundings, command.edits.showOfRun, async (arg: unknown) => {
    const title = vscode.l10n.t('Show the edits of which run?');
    const run =
      (await runOfArgument(arg, runs)) ??
      (await picker.pickRun(undefined, await book.edits(), title))?.run;
    if (run === undefined) return;
    if ((await book.editsOf(run)).length > 0) await tree.revealRun(run);
    else sayBriefly(vscode.l10n.t('{0} has proposed no edit yet.', runName(run)));
  });
  registerCommand(surroundings, command.edits.showMore, (arg: unknown) => {
    const node = picker.nodeOf(arg);
    if (node?.kind === 'more') tree.showMore(node);
  });
}

/** Through the command, which says what went wrong. */
async function run(id: string, edits: readonly ReviewEdit[]): Promise<void> {
  const keys = edits.map(({ key }) => key);
  if (keys.length > 0) await vscode.commands.executeCommand(id, keys[0], keys);
}

async function warn(sentence: string, log: Pick<vscode.LogOutputChannel, 'show'>): Promise<void> {
  const showLog = vscode.l10n.t('Show log');
  const answer = await showWarning(sentence, showLog);
  if (answer === showLog) log.show();
}

function isAcceptable({ decision, fit }: ReviewEdit): boolean {
  return decision !== 'accepted' || fit === 'applies' || fit === 'merges';
}

function isRejectable({ decision }: ReviewEdit): boolean {
  return decision !== 'rejected';
}
