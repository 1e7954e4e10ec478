import { CommanderError } from 'commander';
import { RunHalted } from '../engine/learn/faults';
import { BudgetExceeded, ContextLimitError, EnvironmentFault, ModelFault } from '../engine/ports';
import { describeError, UserError } from '../util/errors';
import { exitCode } from './exitCode';
import type { ExitCode } from './exitCode';
import { fromHere } from './report/fromHere';
import { printable } from './report/printable';
import type { Terminal } from './terminal';

/** Tells the person what went wrong, and gives the exit code that says it to programs. */
export function failureExit(
  error: unknown,
  terminal: Terminal,
  { isStopped, verbose }: { readonly isStopped: boolean; readonly verbose: boolean },
): ExitCode {
  // The parser has printed help, version or its complaint already.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.done;
    const message = error.message.replace(/^error: /, '');
    terminal.result({ error: { message }, exit_code: exitCode.usage });
    return exitCode.usage;
  }
  const code = isStopped ? exitCode.stopped : codeOf(error);
  const message = isStopped ? 'stopped by the user' : printable(describeError(error, fromHere));
  terminal.warn(`grasp: ${message}`);
  if (isBug(error) && !isStopped) {
    terminal.warn('  This is a bug in GRASP, not in what you did.');
    const stack = error instanceof Error ? error.stack : undefined;
    terminal.warn(
      verbose && stack !== undefined ? stack : '  Run it again with --verbose for the details.',
    );
  }
  terminal.result({ error: errorJson(error, message), exit_code: code });
  return code;
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof UserError && error.kind === 'usage') return exitCode.usage;
  return error instanceof BudgetExceeded ? exitCode.budget : exitCode.failed;
}

function isBug(error: unknown): boolean {
  const expected = [
    UserError,
    ModelFault,
    EnvironmentFault,
    ContextLimitError,
    BudgetExceeded,
    RunHalted,
  ];
  return !expected.some((kind) => error instanceof kind);
}

function errorJson(error: unknown, message: string): object {
  if (!(error instanceof UserError)) return { message };
  return {
    message: error.message,
    ...(error.place ? { file: error.place.file } : {}),
    ...(error.place?.line === undefined ? {} : { line: error.place.line }),
    ...(error.fix === undefined ? {} : { fix: error.fix }),
  };
}
