import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import { command } from '../../common/ids';
import { LensChanges } from '../../common/lensChanges';
import type { Surroundings } from '../../common/surroundings';
import type { SkillSessions } from '../session/skillSessions';
import { lensTexts, type LensAction } from './lensTexts';
import { tooltipText } from '../../common/noticeText';

const commandOf: Readonly<Record<LensAction, string>> = {
  compare: command.probes.compare,
  run: command.probes.run,
  stop: command.probes.stop,
  toggleLive: command.probes.toggleLive,
  resetSpend: command.probes.resetSpend,
  manageTrust: 'workbench.trust.manage',
};

/** Not too often: each of these makes the editor ask again. */
const REFRESH_MS = 80;

/** The lenses on top of every skill of a library: score, run or stop, live on or off. */
export class ProbeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new LensChanges());
  #refresh: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly sessions: SkillSessions,
    { libraries, log }: Pick<Surroundings, 'libraries' | 'log'>,
  ) {
    this.#log = log;
    this.#disposables.add(sessions.onDidChange(() => this.#soon()));
    this.#disposables.add(libraries.onDidChange(() => this.#soon()));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#soon()));
    // By pattern: what a SKILL.md is to the editor differs from version to version.
    const selector = { scheme: 'file', pattern: '**/*.[mM][dD]' };
    this.#disposables.add(vscode.languages.registerCodeLensProvider(selector, this));
  }

  readonly #log: vscode.LogOutputChannel;

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    try {
      const skill = await this.sessions.of(document.uri);
      if (!skill) return [];
      const { state, tally } = skill.session;
      const { used, most } = this.sessions.spend;
      const { isTrusted } = vscode.workspace;
      const top = new vscode.Range(0, 0, 0, 0);
      return lensTexts({ state, tally, isTrusted, spend: { used, most } }, vscode.l10n).map(
        ({ title, tooltip, action }) =>
          new vscode.CodeLens(top, {
            title,
            tooltip: tooltipText(tooltip),
            command: commandOf[action],
            arguments: action === 'manageTrust' ? [] : [skill.uri.toString()],
          }),
      );
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    this.#disposables.dispose();
  }

  #soon(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      this.#changed.fire();
    }, REFRESH_MS);
  }
}
