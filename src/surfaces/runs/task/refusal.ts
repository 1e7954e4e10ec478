import * as vscode from 'vscode';

/** As the command line ends when the call itself was wrong. */
const USAGE = 2;

/** A task that only says in its terminal why it cannot be started, and fails. */
export function refusal(
  { definition, name }: vscode.Task,
  folder: vscode.WorkspaceFolder,
  reason: string,
): vscode.Task {
  const execution = new vscode.CustomExecution(async () => new Refusal(reason));
  return new vscode.Task(definition, folder, name, 'GRASP', execution, []);
}

class Refusal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(private readonly reason: string) {}

  open(): void {
    // Names in the reason come from files: no escape sequence of theirs reaches the terminal.
    const text = this.reason.replace(/[^\P{Cc}\n]/gu, '').replaceAll('\n', '\r\n');
    this.#written.fire(`${text}\r\n`);
    this.#closed.fire(USAGE);
  }

  close(): void {
    this.#written.dispose();
    this.#closed.dispose();
  }
}
