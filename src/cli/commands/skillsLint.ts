import { Command, Option } from 'commander';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lintSkill } from '../../engine/skill/lint';
import type { LintProfile } from '../../engine/skill/lint';
import type { SkillProblem } from '../../engine/skill/types';
import { readSkillFile, readSkillFolder } from '../../store/skillFolder';
import { UserError } from '../../util/errors';
import { leftOutNotes } from '../libraryNotes';
import { usualRoom } from '../modelRoom';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { jsonOption } from '../options';
import { counted } from '../report/numbers';
import { printable } from '../report/printable';
import type { RunCommand, Session } from '../session';
import type { Colours } from '../terminal';

interface LintFlags {
  readonly profile: LintProfile;
  readonly json?: boolean;
}

/** `skills`, the group of commands on skill folders. */
export function skillsCommand(run: RunCommand): Command {
  return new Command('skills').description('look after skill folders').addCommand(
    new Command('lint')
      .description('check the skill files of a folder, or one file')
      .argument('<path>', 'folder of NAME.md or NAME/SKILL.md files, or one such file')
      .addOption(
        new Option('--profile <name>', 'whose rules')
          .choices(['grasp', 'agentskills', 'vscode'])
          .default('grasp'),
      )
      .addOption(jsonOption())
      .addHelpText(
        'after',
        `
Examples:
  grasp skills lint skills/quickstart
  grasp skills lint skills/quickstart/read_the_bundle.md
  grasp skills lint .github/skills --profile agentskills`,
      )
      .action((path: string, flags: LintFlags) =>
        run(flags, (session) => lint(path, flags, session)),
      ),
  );
}

async function lint(path: string, flags: LintFlags, { terminal }: Session): Promise<ExitCode> {
  const { dir, skills, problems, notes } = await lintPath(path, flags.profile);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  for (const problem of problems) terminal.say(problemLine(dir, problem, terminal.colours));
  const warnings = problems.length - errors;
  terminal.say(
    `${path}: ${counted(skills, 'skill')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
  );
  for (const note of notes) terminal.say(`note: ${note}`);
  terminal.result({ dir, profile: flags.profile, skills, errors, warnings, problems, notes });
  return errors > 0 ? exitCode.failed : exitCode.done;
}

/** Problems of skill files, those that kept a file from being read included; paths are inside `dir`. */
export interface Linted {
  readonly dir: string;
  /** How many could be read. */
  readonly skills: number;
  readonly problems: readonly SkillProblem[];
  /** What the skill writer of a run would not see in full, by a usual model's context. */
  readonly notes: readonly string[];
}

/** Lints a folder of skills or a single skill file. @throws UserError when there is neither. */
export async function lintPath(path: string, profile: LintProfile): Promise<Linted> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new UserError('There is no such file or folder.', {
      place: { file: path },
      fix: `Correct the path; it is relative to the current directory, ${process.cwd()}.`,
    });
  }
  const read = found.isFile()
    ? await readSkillFile(path)
    : { dir: path, ...(await readSkillFolder(path)) };
  const seen = new Set<string>();
  const problems = [
    ...read.problems,
    ...read.skills.flatMap((skill) => lintSkill(skill, profile)),
  ].filter((problem) => {
    const key = `${problem.file}:${problem.line ?? ''}:${problem.code}`;
    return !seen.has(key) && seen.add(key);
  });
  const notes = leftOutNotes(read.skills, usualRoom).map(({ text, fix }) => `${text} ${fix}`);
  return { dir: read.dir, skills: read.skills.length, problems, notes };
}

function problemLine(dir: string, { file, line, ...problem }: SkillProblem, c: Colours): string {
  const place = `${printable(join(dir, file))}${line === undefined ? '' : `:${line}`}`;
  const severity = problem.severity === 'error' ? c.red('error') : c.yellow('warning');
  return `${place}: ${severity}: ${printable(problem.message)} (${problem.code})`;
}
