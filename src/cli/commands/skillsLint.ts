import { Command, Option } from 'commander';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lintSkill } from '../../engine/skill/lint';
import type { LintProfile } from '../../engine/skill/lint';
import type { SkillProblem } from '../../engine/skill/types';
import { readSkillFile, readSkillFolder } from '../../store/skillFolder';
import type { SkillFolder } from '../../store/skillFolder';
import { librariesBelow, libraryRoot } from '../../store/skillPlaces';
import type { FoundLibrary } from '../../store/skillPlaces';
import { UserError } from '../../util/errors';
import { leftOutNotes } from '../libraryNotes';
import { usualRoom } from '../modelRoom';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { fromCwd } from '../libraryCheck';
import { jsonOption } from '../options';
import { counted } from '../report/numbers';
import { printable } from '../report/printable';
import { shellWord } from '../report/shellWord';
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
          .choices(['grasp', 'agentskills', 'claude-code', 'vscode'])
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
  const {
    dir,
    skills,
    seen,
    problems,
    notes,
    elsewhere: others,
  } = await lintPath(path, flags.profile);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  for (const problem of problems) terminal.say(problemLine(dir, problem, terminal.colours));
  const warnings = problems.length - errors;
  terminal.say(
    `${path}: ${counted(skills, 'skill')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
  );
  for (const note of notes) terminal.say(`note: ${note}`);
  terminal.result({ dir, profile: flags.profile, skills, errors, warnings, problems, notes });
  if (seen === 0) {
    terminal.warn(`grasp: nothing was checked: there is no skill in ${path}.`);
    for (const { dir: other, skills: count } of others.slice(0, 5)) {
      const place = shellWord(printable(fromCwd(other)));
      terminal.warn(`  ${counted(count, 'skill')} there: grasp skills lint ${place}`);
    }
  }
  return errors > 0 || seen === 0 ? exitCode.failed : exitCode.done;
}

/** Problems of skill files, those that kept a file from being read included; paths are inside `dir`. */
export interface Linted {
  readonly dir: string;
  /** How many could be read. */
  readonly skills: number;
  /** How many are there. */
  readonly seen: number;
  /** Where there are some, if there are none here. */
  readonly elsewhere: readonly FoundLibrary[];
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
  const read = found.isFile() ? await readSkillFile(path) : await readLibrary(path);
  const told = new Set<string>();
  const problems = [
    ...read.problems,
    ...read.skills.flatMap((skill) => lintSkill(skill, profile)),
  ].filter((problem) => {
    const key = `${problem.file}:${problem.line ?? ''}:${problem.code}`;
    return !told.has(key) && told.add(key);
  });
  const notes = leftOutNotes(read.skills, usualRoom).map(({ text, fix }) => `${text} ${fix}`);
  const seen = read.skills.length + new Set(read.problems.map(({ file }) => file)).size;
  return {
    dir: read.dir,
    skills: read.skills.length,
    seen,
    elsewhere: seen === 0 ? await librariesBelow(path) : [],
    problems,
    notes,
  };
}

async function readLibrary(path: string): Promise<SkillFolder & { readonly dir: string }> {
  const { dir, only } = await libraryRoot(path);
  return { dir, ...(await readSkillFolder(dir, only === undefined ? {} : { only })) };
}

function problemLine(dir: string, { file, line, ...problem }: SkillProblem, c: Colours): string {
  const place = `${printable(join(dir, file))}${line === undefined ? '' : `:${line}`}`;
  const severity = problem.severity === 'error' ? c.red('error') : c.yellow('warning');
  return `${place}: ${severity}: ${printable(problem.message)} (${problem.code})`;
}
