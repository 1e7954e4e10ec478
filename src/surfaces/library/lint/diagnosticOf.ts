import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';
import { visible } from '../../common/markdown';

export const DIAGNOSTIC_SOURCE = 'GRASP';

/** What the editor shows of a problem: names in it come from files, and may hold what cannot be seen. */
export function messageOf({ message }: SkillProblem): string {
  return visible(message);
}

/** A problem where the editor shows it: on what its line says. */
export function diagnosticOf(problem: SkillProblem, lineText = ''): vscode.Diagnostic {
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const start = lineText.length - lineText.trimStart().length;
  const end = Math.max(lineText.trimEnd().length, start + 1);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, end),
    messageOf(problem),
    problem.severity === 'error'
      ? vscode.DiagnosticSeverity.Error
      : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = problem.code;
  return diagnostic;
}
