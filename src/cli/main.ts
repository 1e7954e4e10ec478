import { systemClock } from '../backends/systemClock';
import { createProgram } from './program';
import { exitCode } from './exitCode';
import type { ExitCode } from './exitCode';
import { failureExit } from './failure';
import { withHandover } from './handover';
import { StoppedByUser, stopSignals } from './stopSignals';
import { processTerminal } from './terminal';

let whenUnread = (): void => process.exit(exitCode.failed);

/** Runs the command line of this process; resolves to its exit code. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram(async (flags, command) => {
    const terminal = processTerminal({ json: flags.json === true, env: process.env });
    const stop = stopSignals(() => terminal.warn('grasp: stopping; once more to stop at once'));
    whenUnread = stop.request;
    try {
      const env = await withHandover(process.env, stop.signal);
      code = await command({ env, clock: systemClock, signal: stop.signal, terminal });
    } catch (error) {
      code = failureExit(error, terminal, {
        isStopped: stop.signal.aborted || error instanceof StoppedByUser,
        verbose: flags.verbose === true,
      });
    } finally {
      stop.dispose();
    }
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    return failureExit(
      error,
      processTerminal({ json: argv.includes('--json'), env: process.env }),
      {
        isStopped: false,
        verbose: false,
      },
    );
  }
  return code;
}

/** Everything written has left the process when this resolves. */
async function flush(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
}

// Whoever reads our output may stop reading, as `head` does, or be gone with the window that held the terminal.
// There is nobody left to tell, but a command under way still ends in order, so that its run can say that it stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => whenUnread());

void main(process.argv).then(async (code) => {
  await flush();
  process.exit(code);
});
