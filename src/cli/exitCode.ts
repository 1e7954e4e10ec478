/** What the process tells its caller. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  budget: 3,
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
