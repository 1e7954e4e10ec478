import * as vscode from 'vscode';

const WALKTHROUGH = 'start';

/** So long the editor takes to read the walkthroughs of all extensions, with room to spare. */
const READ_MS = 700;

/**
 * Opens our walkthrough. The editor reads those of extensions only when something asks for walkthroughs at
 * all, and shows one of its own to whoever asks first; so it is asked for something that changes nothing.
 */
export class Walkthrough {
  #isRead = false;

  constructor(private readonly extensionId: string) {}

  async open(): Promise<void> {
    const id = `${this.extensionId}#${WALKTHROUGH}`;
    if (!this.#isRead) await haveRead(`${id}#none`);
    this.#isRead = true;
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', id, false);
  }
}

async function haveRead(noStep: string): Promise<void> {
  try {
    await vscode.commands.executeCommand('welcome.markStepIncomplete', noStep);
  } catch {
    // There is no such step, as was to be expected.
  }
  await new Promise((resolve) => setTimeout(resolve, READ_MS));
}
