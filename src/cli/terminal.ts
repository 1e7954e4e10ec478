import { createColors } from 'picocolors';

export type Colours = ReturnType<typeof createColors>;

/** Where a command speaks: text for people, and with `--json` one object for programs. */
export interface Terminal {
  /** A line for people: on stdout, or on stderr when stdout is for the one JSON object. */
  say(line?: string): void;
  /** A line about trouble: always on stderr. */
  warn(line: string): void;
  /** The one JSON object; nothing without `--json`. */
  result(value: object): void;
  readonly json: boolean;
  readonly colours: Colours;
  /** The terminal to repaint a status line on; absent when nobody looks at one. */
  readonly live: NodeJS.WriteStream | undefined;
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The process's own terminal. Colours only on a terminal, and not when NO_COLOR is set. */
export function processTerminal({ json, env }: TerminalOptions): Terminal {
  const stream = json ? process.stderr : process.stdout;
  // Typed as a boolean, and in truth absent where there is no terminal.
  const smart = Boolean(stream.isTTY) && env['TERM'] !== 'dumb';
  const colours = createColors(smart && (env['NO_COLOR'] ?? '') === '');
  return {
    say: (line = '') => void stream.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    result: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    json,
    colours,
    live: smart ? stream : undefined,
  };
}
