/**
 * `npm start`: the repository, opened in VS Code with the extension built from it. In the desktop program if there
 * is one (`code` on the path, or what VSCODE_EXECUTABLE names), else in the browser. Ctrl-C ends it.
 */
import { findDesktop, startDesktop } from './startDesktop';
import { startServed } from './startServed';

/** A VS Code that was started, until it ends by itself or is ended. */
export interface StartedEditor {
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const desktop = findDesktop();
  const starting = desktop === undefined ? startServed() : startDesktop(desktop);
  let stopping: Promise<void> | undefined;
  // Asked to end while it still starts, it ends as soon as it has.
  const stop = (): void => void (stopping ??= starting.then((editor) => editor.stop()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const editor = await starting;
  await editor.ended;
  await stopping;
}

main()
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
