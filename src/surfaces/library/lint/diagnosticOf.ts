import * as vscode from 'vscode';
import type { SkillProblem } from '../../../engine/skill/types';

export const DIAGNOSTIC_SOURCE = 'GRASP';

/** A problem where the editor shows it: on what its line says. */
export function diagnosticOf(problem: SkillProblem, lineText = ''): vscode.Diagnostic {
  const line = Math.max(0, (problem.line ?? 1) - 1);
  const start = lineText.length - lineText.trimStart().length;
  const end = Math.max(lineText.trimEnd().length, start + 1);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, end),
    problem.message,
    problem.severity === 'error'
      ? vscode.DiagnosticSeverity.Error
      : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = problem.code;
  return diagnostic;
}
