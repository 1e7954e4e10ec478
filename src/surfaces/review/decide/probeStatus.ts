import * as vscode from 'vscode';
import { command } from '../../common/ids';
import type { Disposables } from '../../common/disposables';
import type { EditBook } from '../editBook';
import { titleOf } from './editTitle';
import type { Reprober } from './reprober';
import { tooltipText } from '../../common/noticeText';

/** While probes of edits are run again: how far they are, and a way to stop them. */
export function showProbeStatus(
  reprober: Reprober,
  book: EditBook,
  disposables: Disposables,
): void {
  let item: vscode.StatusBarItem | undefined;
  const show = (): void => {
    const [key] = reprober.running;
    const progress = key === undefined ? undefined : reprober.progress(key);
    if (key === undefined || progress === undefined) {
      item?.hide();
      return;
    }
    item ??= create(disposables);
    const edit = book.find(key);
    const name = edit ? titleOf(edit.candidate.judged) : '';
    const { done, total } = progress;
    const count = total === 0 ? '' : ` ${done}/${total}`;
    item.text = `$(loading~spin) ${vscode.l10n.t('Probes')}${count}`;
    item.tooltip = tooltipText(
      vscode.l10n.t('The probes of {0} are run again. Click to stop.', name),
    );
    item.show();
  };
  disposables.add(reprober.onDidChange(show));
}

function create(disposables: Disposables): vscode.StatusBarItem {
  const item = disposables.add(
    vscode.window.createStatusBarItem('grasp.edits.probes', vscode.StatusBarAlignment.Left),
  );
  item.name = vscode.l10n.t('GRASP: Probes of Edits');
  item.command = command.edits.stopProbes;
  return item;
}
