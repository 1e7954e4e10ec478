import { Command, Option } from 'commander';
import { join } from 'node:path';
import { lintSkill } from '../../engine/skill/lint';
import type { LintProfile } from '../../engine/skill/lint';
import type { SkillProblem } from '../../engine/skill/types';
import { readSkillFolder } from '../../store/skillFolder';
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
      .description('check the skill files of a folder')
      .argument('<dir>', 'folder of NAME.md or NAME/SKILL.md files')
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
  grasp skills lint .github/skills --profile agentskills`,
      )
      .action((dir: string, flags: LintFlags) =>
        run(flags, (session) => lint(dir, flags, session)),
      ),
  );
}

async function lint(dir: string, flags: LintFlags, { terminal }: Session): Promise<ExitCode> {
  const { skills, problems } = await lintFolder(dir, flags.profile);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  for (const problem of problems) terminal.say(problemLine(dir, problem, terminal.colours));
  const warnings = problems.length - errors;
  terminal.say(
    `${dir}: ${counted(skills, 'skill')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
  );
  terminal.result({ dir, profile: flags.profile, skills, errors, warnings, problems });
  return errors > 0 ? exitCode.failed : exitCode.done;
}

/** Every problem of the skill files in a folder, those that kept a file from being read included. */
export async function lintFolder(
  dir: string,
  profile: LintProfile,
): Promise<{ readonly skills: number; readonly problems: readonly SkillProblem[] }> {
  const folder = await readSkillFolder(dir);
  const found = folder.skills.flatMap((skill) => lintSkill(skill, profile));
  const seen = new Set<string>();
  const problems = [...folder.problems, ...found].filter((problem) => {
    const key = `${problem.file}:${problem.line ?? ''}:${problem.code}`;
    return !seen.has(key) && seen.add(key);
  });
  return { skills: folder.skills.length, problems };
}

function problemLine(dir: string, { file, line, ...problem }: SkillProblem, c: Colours): string {
  const place = `${printable(join(dir, file))}${line === undefined ? '' : `:${line}`}`;
  const severity = problem.severity === 'error' ? c.red('error') : c.yellow('warning');
  return `${place}: ${severity}: ${printable(problem.message)} (${problem.code})`;
}
