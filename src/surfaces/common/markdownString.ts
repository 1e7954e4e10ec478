import * as vscode from 'vscode';

/**
 * Markdown that was put together from escaped parts (see markdown.ts): no HTML, no icons, and no command but
 * those named, each of which looks up what it is given.
 */
export function safeMarkdown(
  value: string,
  enabledCommands: readonly string[] = [],
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(value);
  markdown.supportHtml = false;
  markdown.isTrusted = enabledCommands.length > 0 ? { enabledCommands } : false;
  return markdown;
}
