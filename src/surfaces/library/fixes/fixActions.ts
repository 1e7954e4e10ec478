import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import type { Libraries } from '../../common/libraries';
import { isWithin } from '../../common/libraryPlaces';
import type { RunCatalog } from '../../common/runCatalog';
import { DIAGNOSTIC_SOURCE, messageOf } from '../lint/diagnosticOf';
import { lintPlaceOf } from '../lint/lintPlace';
import type { SkillLint } from '../lint/skillLint';
import type { SkillFix } from './skillFix';
import { smallestChange } from './smallestChange';

/** Quick fixes for what {@link SkillLint} finds: each is one edit, worked out on the text as it stands now. */
export class FixActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(
    private readonly libraries: Libraries,
    private readonly runs: Pick<RunCatalog, 'roots'>,
    private readonly lint: SkillLint,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
    if (ours.length === 0) return [];
    try {
      return await this.#actions(document, ours);
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  async #actions(
    document: vscode.TextDocument,
    diagnostics: readonly vscode.Diagnostic[],
  ): Promise<vscode.CodeAction[]> {
    const place = await lintPlaceOf(document.uri, this.libraries, this.runs);
    if (place === undefined) return [];
    const { fixesFor } = await import('./fixesFor');
    await this.lint.check(document);
    const problems = this.lint.problemsOf(document.uri);
    const text = document.getText();
    const dir = rootOf(document.uri, place.file);
    const actions = await Promise.all(
      diagnostics.map(async (diagnostic) => {
        const problem = problemBehind(diagnostic, problems);
        if (problem === undefined) return [];
        const fixes = fixesFor({ ...place, text, problem }, vscode.l10n);
        const found = await Promise.all(fixes.map((fix) => actionFor(document, dir, fix)));
        return found
          .filter((action) => action !== undefined)
          .map((action, at) => {
            action.diagnostics = [diagnostic];
            action.isPreferred = at === 0;
            return action;
          });
      }),
    );
    return merged(actions.flat());
  }
}

/** Two problems of one kind in a line have the same fix: it is offered once. */
function merged(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  const byTitle = new Map<string, vscode.CodeAction>();
  for (const action of actions) {
    const same = byTitle.get(action.title);
    if (same === undefined) byTitle.set(action.title, action);
    else same.diagnostics = [...(same.diagnostics ?? []), ...(action.diagnostics ?? [])];
  }
  return [...byTitle.values()];
}

/** The problem of the text as it is now; lines may have moved since it was found. */
function problemBehind(
  { code, message, range }: vscode.Diagnostic,
  problems: readonly SkillProblem[],
): SkillProblem | undefined {
  const same = problems.filter((it) => it.code === code);
  return (
    same.find((it) => messageOf(it) === message && it.line === range.start.line + 1) ??
    same.find((it) => messageOf(it) === message) ??
    same[0]
  );
}

/** `undefined` when the fix would put a file where there is one. */
async function actionFor(
  document: vscode.TextDocument,
  dir: string,
  fix: SkillFix,
): Promise<vscode.CodeAction | undefined> {
  const edit = new vscode.WorkspaceEdit();
  if (fix.text !== undefined) {
    const { start, end, text } = smallestChange(document.getText(), fix.text);
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.replace(document.uri, range, text);
  }
  if (fix.rename !== undefined) {
    const [from, to] = [join(dir, fix.rename.from), join(dir, fix.rename.to)];
    if (!isWithin(dir, from) || !isWithin(dir, to)) return undefined;
    const isTaken = await vscode.workspace.fs.stat(vscode.Uri.file(to)).then(
      () => true,
      () => false,
    );
    // On many disks a name in other case is the same file, and renaming it is still fine.
    if (isTaken && from.toLowerCase() !== to.toLowerCase()) return undefined;
    edit.renameFile(vscode.Uri.file(from), vscode.Uri.file(to));
  }
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  return action;
}

function rootOf(uri: vscode.Uri, file: string): string {
  return join(uri.fsPath, ...file.split('/').map(() => '..'));
}
