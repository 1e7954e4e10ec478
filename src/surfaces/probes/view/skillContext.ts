import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { contextKey } from '../../common/ids';
import type { Surroundings } from '../../common/surroundings';
import { settings } from '../../common/settings';
import type { SkillSessions } from '../session/skillSessions';

/** Knows whether the active editor shows a skill, and starts live probes there if the person wants them always. */
export class SkillContext implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #startedLive = new Set<string>();
  #asked = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly sessions: SkillSessions,
  ) {
    const look = (): void => void this.#look();
    this.#disposables.add(vscode.window.onDidChangeActiveTextEditor(look));
    this.#disposables.add(surroundings.libraries.onDidChange(look));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(look));
    look();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #look(): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    const uri = vscode.window.activeTextEditor?.document.uri;
    try {
      const skill = uri && (await this.sessions.of(uri));
      // The answer to an older question says nothing about the editor that is active now.
      if (own !== this.#asked) return;
      void vscode.commands.executeCommand(
        'setContext',
        contextKey.skillActive,
        skill !== undefined,
      );
      if (!skill || !vscode.workspace.isTrusted || !settings.probesLive()) return;
      const key = skill.uri.toString();
      if (this.#startedLive.has(key)) return;
      this.#startedLive.add(key);
      skill.session.switchLive(true);
    } catch (error) {
      this.surroundings.log.error(error instanceof Error ? error : String(error));
    }
  }
}
