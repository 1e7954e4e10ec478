import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { command } from '../../common/ids';
import type { ProbedSkill, SkillSessions } from '../session/skillSessions';

/** Says that live probes are on, and what they have spent, where the editor tells the state of a language. */
export class LiveStatus implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #items = new Map<string, vscode.LanguageStatusItem>();

  constructor(private readonly sessions: SkillSessions) {
    this.#disposables.add(sessions.onDidChange((skill) => this.#show(skill)));
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const item of this.#items.values()) item.dispose();
  }

  #show(skill: ProbedSkill): void {
    const key = skill.uri.toString();
    const { isLive, activity } = skill.session.state;
    if (!isLive) {
      this.#items.get(key)?.dispose();
      this.#items.delete(key);
      return;
    }
    const item = this.#items.get(key) ?? this.#create(skill.uri, key);
    const { used, most } = this.sessions.spend;
    item.text = `$(eye) ${vscode.l10n.t('Live probes')}`;
    item.detail = vscode.l10n.t('{0} of {1} calls of this window', used, most);
    item.busy = activity.kind === 'probing' || activity.kind === 'drawing';
  }

  #create(uri: vscode.Uri, key: string): vscode.LanguageStatusItem {
    const pattern = new vscode.RelativePattern(
      vscode.Uri.file(dirname(uri.fsPath)),
      basename(uri.fsPath),
    );
    const item = vscode.languages.createLanguageStatusItem(`grasp.live.${key}`, { pattern });
    item.name = vscode.l10n.t('GRASP live probes');
    item.command = {
      title: vscode.l10n.t('Switch off'),
      command: command.probes.toggleLive,
      arguments: [key],
    };
    this.#items.set(key, item);
    return item;
  }
}
