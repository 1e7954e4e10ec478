import * as vscode from 'vscode';
import { Disposables } from '../../common/disposables';
import type { LabLoader } from '../../common/labLoader';
import { visible } from '../../common/markdown';
import { settings } from '../../common/settings';
import type { CheckReport, ConfigProblem } from './configProblem';
import { fileKind } from '../../common/fileKinds';

const SOURCE = 'GRASP';
const START_MS = 500;

/**
 * Says in the editor what the command line would say about run configurations, and about what they name:
 * when one is opened, and when it, its suite or a preset is saved.
 */
export class ConfigDiagnostics implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #diagnostics = this.#disposables.add(
    vscode.languages.createDiagnosticCollection('grasp.config'),
  );
  /** By the path of the checked file. */
  readonly #reports = new Map<string, CheckReport>();
  readonly #rounds = new Map<string, number>();

  constructor(
    private readonly lab: LabLoader,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    const again = (): void => void this.#checkOpen();
    this.#disposables.add(workspace.onDidOpenTextDocument((it) => void this.#check(it)));
    this.#disposables.add(workspace.onDidSaveTextDocument((it) => void this.#saved(it)));
    this.#disposables.add(workspace.onDidCloseTextDocument((it) => this.#drop(it.uri.fsPath)));
    this.#disposables.add(workspace.onDidGrantWorkspaceTrust(again));
    this.#disposables.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('grasp.model')) again();
      }),
    );
    // Starting the editor does not wait for the laboratory.
    const soon = setTimeout(again, START_MS);
    this.#disposables.add({ dispose: () => clearTimeout(soon) });
  }

  /** Is the file the suite of a run configuration that is open? */
  isSuite(path: string): boolean {
    return [...this.#reports.values()].some(({ files }) => files.includes(path));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #checkOpen(): Promise<void> {
    await Promise.all(vscode.workspace.textDocuments.map((document) => this.#check(document)));
  }

  async #saved(document: vscode.TextDocument): Promise<void> {
    const path = document.uri.fsPath;
    await this.#check(document);
    const isPreset = fileKind(path, document.getText()) === 'preset';
    const concerned = vscode.workspace.textDocuments.filter(({ uri }) => {
      const report = this.#reports.get(uri.fsPath);
      return uri.fsPath !== path && report && (isPreset || report.files.includes(path));
    });
    await Promise.all(concerned.map((it) => this.#check(it)));
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const kind = fileKind(uri.fsPath, document.getText());
    if (folder === undefined || kind === undefined) {
      if (this.#reports.has(uri.fsPath)) this.#drop(uri.fsPath);
      return;
    }
    const round = (this.#rounds.get(uri.fsPath) ?? 0) + 1;
    this.#rounds.set(uri.fsPath, round);
    try {
      const lab = await this.lab.load();
      const report = await lab.check({
        file: uri.fsPath,
        kind,
        baseDir: folder.uri.fsPath,
        agent: settings.modelAgent() || undefined,
        env: process.env,
      });
      // A later check of the same file has more to say.
      if (this.#rounds.get(uri.fsPath) === round && !document.isClosed) {
        this.#reports.set(uri.fsPath, report);
        this.#show();
      }
    } catch (error) {
      this.log.warn(`${uri.fsPath}: ${String(error)}`);
    }
  }

  #drop(path: string): void {
    this.#rounds.delete(path);
    if (this.#reports.delete(path)) this.#show();
  }

  /** Anew from all reports: two configurations may name the same suite. */
  #show(): void {
    const byFile = new Map<string, Map<string, vscode.Diagnostic>>();
    for (const problem of [...this.#reports.values()].flatMap(({ problems }) => problems)) {
      const found = byFile.get(problem.file) ?? new Map<string, vscode.Diagnostic>();
      found.set(`${problem.line ?? 0} ${problem.message}`, toDiagnostic(problem));
      byFile.set(problem.file, found);
    }
    this.#diagnostics.clear();
    for (const [file, found] of byFile) {
      this.#diagnostics.set(vscode.Uri.file(file), [...found.values()]);
    }
  }
}

function toDiagnostic({
  file,
  line = 1,
  message,
  fix,
  severity,
}: ConfigProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(file, line - 1),
    visible(fix === undefined ? message : `${message}\n${fix}`),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = SOURCE;
  return diagnostic;
}

/** The words of a line, where the file is open; else the line as a whole. */
function rangeOf(file: string, line: number): vscode.Range {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  if (document === undefined || line >= document.lineCount) {
    return new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  }
  const { firstNonWhitespaceCharacterIndex, text } = document.lineAt(line);
  return new vscode.Range(line, firstNonWhitespaceCharacterIndex, line, text.trimEnd().length);
}
