import type { Clock } from '../engine/ports';
import type { ExitCode } from './exitCode';
import type { Terminal } from './terminal';

/** What a command works with besides its flags. */
export interface Session {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted when the person wants the command to end. */
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** Runs a command in a session and remembers how it ended. */
export type RunCommand = (
  flags: { readonly json?: boolean; readonly verbose?: boolean },
  command: (session: Session) => Promise<ExitCode>,
) => Promise<void>;
