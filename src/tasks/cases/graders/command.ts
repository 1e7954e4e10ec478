import { resolve } from 'node:path';
import { EnvironmentFault } from '../../../engine/ports';
import { failed, oneLine, passed } from './grade';
import type { Grade } from './grade';
import type { GradeInput } from './gradeReply';
import type { SpecOf } from './graderSchema';
import { runCommand } from './runCommand';

/** A grader that never came to look at the reply must not count against the agent. */
const NEVER_STARTED =
  /Cannot find (module|package)|ERR_MODULE_NOT_FOUND|ModuleNotFoundError|ImportError/;

/**
 * Lets a program of the workspace judge: exit code 0 passes, 1 fails. Tag: `command_failed`.
 * @throws EnvironmentFault for every other end; the signal's reason when aborted.
 */
export async function gradeCommand(spec: SpecOf<'command'>, input: GradeInput): Promise<Grade> {
  const { id, type, input: asked, vars, expected } = input.case;
  const result = await runCommand({
    argv: spec.command,
    cwd: resolve(input.folder, spec.cwd ?? '.'),
    timeoutMs: (spec.timeout ?? 30) * 1000,
    stdin: input.reply,
    env: { GRASP_CASE: JSON.stringify({ id, type, input: asked, vars, expected }) },
    signal: input.context.signal,
  });
  if (result.code === 0) return passed(spec.kind);
  if (result.code === 1 && !NEVER_STARTED.test(result.stderr)) {
    return failed(spec.kind, 'command_failed', firstLine(result.stdout, result.stderr));
  }
  const end = result.code === null ? 'was killed' : `ended with exit code ${result.code}`;
  throw new EnvironmentFault(
    `the grader \`${spec.command.join(' ')}\` ${end}; 0 means passed, 1 means failed. ` +
      oneLine(result.stderr, 300),
  );
}

function firstLine(...outputs: readonly string[]): string {
  const lines = outputs.flatMap((output) => output.split('\n'));
  return lines.find((line) => line.trim() !== '') ?? 'the grader program said no';
}
