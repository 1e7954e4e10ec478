import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import { command } from '../../common/ids';
import { plainLine } from '../../common/markdown';
import { safeMarkdown } from '../../common/markdownString';
import { versionName, versionOrigin } from '../versions/versionWords';
import { provenanceTable } from '../versions/provenanceTable';
import type {
  LibraryNode,
  NoticeNode,
  RemovedNode,
  SkillNode,
  TreeNode,
  UnreadNode,
  VersionNode,
} from './libraryNode';
import { idOf } from './libraryNodes';
import { problemLine, skillDescription, skillTooltip, spokenSkill } from './skillWords';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function fileOf(node: SkillNode | UnreadNode): vscode.Uri {
  const file = node.kind === 'skill' ? node.skill.file : node.file;
  return vscode.Uri.file(join(node.library.dir, file));
}

/** The line of a node; its tooltip is made when somebody points at it. */
export function itemOf(node: TreeNode, problems: readonly SkillProblem[]): vscode.TreeItem {
  const item = bareItem(node, problems);
  item.id = idOf(node);
  return item;
}

/** What pointing at a line tells. */
export function tooltipOf(
  node: TreeNode,
  problems: readonly SkillProblem[],
): vscode.MarkdownString | string | undefined {
  switch (node.kind) {
    case 'skill':
      return safeMarkdown(skillTooltip(node, problems, vscode.l10n));
    case 'unread':
      return safeMarkdown(
        node.problems.map((it) => `- ${problemLine(it, vscode.l10n)}`).join('\n'),
      );
    case 'version': {
      const { skill } = node.version;
      const table = provenanceTable(skill.provenance, vscode.l10n);
      return table === ''
        ? vscode.l10n.t('Nothing tells where this version comes from.')
        : safeMarkdown(table);
    }
    case 'library':
      return node.library.dir;
    case 'removed':
    case 'notice':
      return undefined;
  }
}

function bareItem(node: TreeNode, problems: readonly SkillProblem[]): vscode.TreeItem {
  switch (node.kind) {
    case 'library':
      return libraryItem(node);
    case 'skill':
      return skillItem(node, problems);
    case 'unread':
      return unreadItem(node);
    case 'removed':
      return removedItem(node);
    case 'version':
      return versionItem(node);
    case 'notice':
      return noticeItem(node);
  }
}

function libraryItem({ library }: LibraryNode): vscode.TreeItem {
  const item = new vscode.TreeItem(plainLine(library.label, 120), Expanded);
  const configs = library.configs.map(({ name }) => plainLine(name, 60));
  item.description = configs.length === 0 ? '' : vscode.l10n.t('used by {0}', configs.join(', '));
  item.iconPath = new vscode.ThemeIcon('library');
  item.contextValue = 'library';
  return item;
}

function skillItem(node: SkillNode, problems: readonly SkillProblem[]): vscode.TreeItem {
  const { skill } = node;
  const item = new vscode.TreeItem(plainLine(skill.name, 80), node.hasHistory ? Collapsed : None);
  item.description = skillDescription(node, problems, vscode.l10n);
  item.accessibilityInformation = { label: spokenSkill(node, problems, vscode.l10n) };
  item.iconPath = iconOf(problems);
  item.contextValue = 'skill';
  item.command = {
    command: command.library.openSkill,
    title: vscode.l10n.t('Open Skill'),
    arguments: [node],
  };
  return item;
}

function unreadItem(node: UnreadNode): vscode.TreeItem {
  const item = new vscode.TreeItem(plainLine(node.file, 80), None);
  const [first] = node.problems;
  item.description = first === undefined ? '' : plainLine(first.message, 160);
  item.accessibilityInformation = {
    label: vscode.l10n.t(
      '{0}, not read as a skill: {1}',
      plainLine(node.file, 80),
      String(item.description),
    ),
  };
  item.iconPath = iconOf(node.problems);
  item.contextValue = 'unread';
  item.command = {
    command: command.library.openSkill,
    title: vscode.l10n.t('Open Skill'),
    arguments: [node],
  };
  return item;
}

function removedItem({ name, last }: RemovedNode): vscode.TreeItem {
  const item = new vscode.TreeItem(plainLine(name, 80), Collapsed);
  item.description = vscode.l10n.t('removed · last was v{0}', last.skill.version);
  item.iconPath = new vscode.ThemeIcon('archive');
  item.contextValue = 'skill.removed';
  return item;
}

function versionItem(node: VersionNode): vscode.TreeItem {
  const { version } = node;
  const isCurrent = version.kind === 'current';
  const item = new vscode.TreeItem(versionName(version, vscode.l10n), None);
  item.description = versionOrigin(version, vscode.l10n);
  item.iconPath = new vscode.ThemeIcon(isCurrent ? 'circle-filled' : 'git-commit');
  item.contextValue = isCurrent ? 'current' : 'version';
  item.command = {
    command: isCurrent ? command.library.openSkill : command.library.history,
    title: isCurrent ? vscode.l10n.t('Open Skill') : vscode.l10n.t('Compare with Current Version'),
    arguments: [node],
  };
  return item;
}

function noticeItem({ library, about, detail }: NoticeNode): vscode.TreeItem {
  const item = new vscode.TreeItem('', None);
  const words = {
    missing: [
      vscode.l10n.t('Create {0}', plainLine(library.label, 80)),
      vscode.l10n.t('the folder is not there yet'),
    ],
    empty: [vscode.l10n.t('New skill…'), vscode.l10n.t('no skills yet')],
    unreadable: [vscode.l10n.t('This library cannot be read'), plainLine(detail, 200)],
    layout: [
      vscode.l10n.t('Layout differs'),
      vscode.l10n.t('{0} asks for another layout than these files have', plainLine(detail, 80)),
    ],
  }[about];
  [item.label = '', item.description = ''] = words;
  const isOffer = about === 'missing' || about === 'empty';
  item.iconPath = new vscode.ThemeIcon(isOffer ? 'new-file' : 'warning');
  item.contextValue = `notice.${about}`;
  if (isOffer) {
    item.command = {
      command: command.library.newSkill,
      title: vscode.l10n.t('New Skill'),
      arguments: [{ kind: 'library', library } satisfies LibraryNode],
    };
  }
  return item;
}

function iconOf(problems: readonly SkillProblem[]): vscode.ThemeIcon {
  if (problems.length === 0) return new vscode.ThemeIcon('book');
  return problems.some(({ severity }) => severity === 'error')
    ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
    : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
