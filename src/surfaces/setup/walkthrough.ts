import * as vscode from 'vscode';

const WALKTHROUGH = 'start';

/** The editor reads the walkthroughs of extensions when it first shows one, and may show another meanwhile. */
const READ_MS = 700;

/** Opens our walkthrough. The first time in a window it is asked for twice, the second time for certain. */
export class Walkthrough {
  #isKnown = false;

  constructor(private readonly extensionId: string) {}

  async open(): Promise<void> {
    await this.#ask();
    if (this.#isKnown) return;
    await new Promise((resolve) => setTimeout(resolve, READ_MS));
    await this.#ask();
    this.#isKnown = true;
  }

  async #ask(): Promise<void> {
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${this.extensionId}#${WALKTHROUGH}`,
      false,
    );
  }
}
