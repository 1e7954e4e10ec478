import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';

/**
 * Asks whether to go on. Where nobody can answer (no terminal, `--json`) the command itself is the answer.
 * Rejects with the signal's reason when aborted.
 */
export async function confirm(terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const answer = await ask(terminal, 'Start? [Y/n] ', signal);
  return answer === undefined || !/^\s*n/i.test(answer);
}

/** What is typed; `undefined` where nobody can answer. Rejects with the signal's reason when aborted. */
export async function ask(
  terminal: Terminal,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (terminal.json || !process.stdin.isTTY || !terminal.live) return undefined;
  const reader = createInterface({ input: process.stdin, output: terminal.live });
  // The reader takes Ctrl-C for itself; it shall mean what it means everywhere.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await reader.question(question, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    reader.close();
  }
}
