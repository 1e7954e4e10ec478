import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { RunState } from '../../../store/runState';
import { command } from '../../common/ids';
import { plainLine } from '../../common/markdown';
import { folderOf } from '../../common/workspaceFolder';
import { editKey } from '../../review/editKey';
import { runTitle } from '../words';
import { describeCandidate, editsTitle, type Decided } from './describeCandidate';
import { describeBaseline, describeEpoch, describeUpdate, updateTitle } from './describeEpoch';
import { describeRun, runContext, type Description } from './describeRun';
import { candidateIn, epochIn, updateIn, type NodeOf, type RunNode } from './nodes';
import { PAGE } from './pages';
import type { Reading } from './runReader';
import { tooltipText } from '../../common/noticeText';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** An element as VS Code shows it. `reading` is that of its run. */
export function treeItem(
  node: RunNode,
  reading: Reading | undefined,
  decided: Decided | undefined,
): vscode.TreeItem {
  switch (node.kind) {
    case 'folder':
      return folderItem(node);
    case 'more':
      return moreItem(node);
    case 'run':
      return runItem(node, reading);
    case 'baseline':
    case 'epoch':
    case 'update':
    case 'candidate':
      return reading?.kind === 'read'
        ? itemInRun(node, reading.state, decided)
        : item(node, vscode.l10n.t('Reading…'), { description: '', icon: 'loading~spin' }, None);
  }
}

function folderItem(node: NodeOf<'folder'>): vscode.TreeItem {
  const { folder, isOpened } = node.root;
  const isInside = folderOf(folder) !== undefined;
  const shown = item(
    node,
    plainLine(isInside ? vscode.workspace.asRelativePath(folder) : basename(folder)),
    { description: isInside ? '' : plainLine(dirname(folder)), icon: 'folder' },
    vscode.TreeItemCollapsibleState.Expanded,
  );
  shown.contextValue = isOpened ? 'folder.opened' : 'folder';
  shown.tooltip = tooltipText(folder);
  return shown;
}

function moreItem(node: NodeOf<'more'>): vscode.TreeItem {
  const { l10n } = vscode;
  const next = Math.min(PAGE, node.left);
  const label = l10n.t('Show {0} more', next);
  const description = node.left > next ? l10n.t('{0} are left', node.left) : '';
  const shown = item(node, label, { description, icon: 'ellipsis' }, None);
  shown.command = { command: command.run.showMore, title: label, arguments: [node.list] };
  return shown;
}

function runItem(node: NodeOf<'run'>, reading: Reading | undefined): vscode.TreeItem {
  const title = runTitle(node.run);
  if (reading?.kind === 'problem') {
    const description = vscode.l10n.t('cannot be read');
    const shown = item(node, title, { description, icon: 'error' }, None);
    shown.tooltip = tooltipText(reading.message);
    shown.contextValue = runContext(undefined, node.run.isOpened);
    return shown;
  }
  const state = reading?.kind === 'read' ? reading.state : undefined;
  const description =
    state === undefined ? { description: '', icon: 'circle-outline' } : describeRun(state, vscode.l10n);
  const shown = item(node, title, description, Collapsed);
  shown.contextValue = runContext(state, node.run.isOpened);
  return shown;
}

function itemInRun(
  node: NodeOf<'baseline' | 'epoch' | 'update' | 'candidate'>,
  state: RunState,
  decided: Decided | undefined,
): vscode.TreeItem {
  const { l10n } = vscode;
  switch (node.kind) {
    case 'baseline': {
      const point = state.val.find(({ epoch }) => epoch === 'baseline');
      return item(node, l10n.t('Baseline'), point && describeBaseline(point, l10n), None);
    }
    case 'epoch': {
      const none = { epoch: node.epoch, plannedUpdates: 0, updates: [], taxonomy: {} };
      const epoch = epochIn(state, node.epoch) ?? none;
      const collapsible = epoch.updates.length > 0 ? Collapsed : None;
      const label = l10n.t('Epoch {0}', node.epoch);
      return item(node, label, describeEpoch(epoch, state, l10n), collapsible);
    }
    case 'update': {
      const update = updateIn(state, node);
      if (update === undefined) return item(node, l10n.t('Update'), undefined, None);
      const isUnderWay = !update.isFinished && state.status === 'running';
      const collapsible = update.candidates.length > 0 ? Collapsed : None;
      const title = updateTitle(update, l10n);
      return item(node, title, describeUpdate(update, isUnderWay, l10n), collapsible);
    }
    case 'candidate': {
      const candidate = candidateIn(state, node.candidate);
      if (candidate === undefined) return item(node, l10n.t('Candidate'), undefined, None);
      const title = editsTitle(candidate.judged.edits, l10n);
      const shown = item(node, title, describeCandidate(candidate, decided, l10n), None);
      const key = editKey(node.run.dir, node.candidate);
      shown.command = {
        command: command.edits.open,
        title: l10n.t('Open edit'),
        arguments: [key],
      };
      shown.contextValue = 'candidate';
      return shown;
    }
  }
}

function item(
  { id, kind }: RunNode,
  label: string,
  described: Description | undefined,
  collapsible: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const shown = new vscode.TreeItem(label, collapsible);
  shown.id = id;
  shown.contextValue = kind;
  if (described === undefined) return shown;
  const { description, icon, colour } = described;
  shown.description = description;
  shown.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  const spoken = description === '' ? label : `${label}, ${description}`;
  shown.accessibilityInformation = { label: spoken };
  return shown;
}
