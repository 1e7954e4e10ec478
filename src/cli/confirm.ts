import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';

/**
 * Asks whether to go on. Where nobody can answer (no terminal, `--json`) the command itself is the answer.
 * Rejects with the signal's reason when aborted.
 */
export async function confirm(terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  if (terminal.json || !process.stdin.isTTY || !terminal.live) return true;
  const reader = createInterface({ input: process.stdin, output: terminal.live });
  // The reader takes Ctrl-C for itself; it shall mean what it means everywhere.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await reader.question('Start? [Y/n] ', { signal });
    return !/^\s*n/i.test(answer);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    reader.close();
  }
}
