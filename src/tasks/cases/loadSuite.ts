import { readFile, stat } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, resolve } from 'node:path';
import { UserError } from '../../util/errors';
import type { Place } from '../../util/errors';
import { fromAgentSkillsEvals, isAgentSkillsEvals } from './agentSkillsEvals';
import { buildCases } from './buildCases';
import type { BuiltCase } from './buildCases';
import { explainIssues } from './explainIssue';
import { suiteSchema } from './suiteSchema';
import type { Splits, Suite } from './suiteSchema';
import { readJson, readJsonLines, readYaml } from './suiteText';
import type { SuiteText } from './suiteText';

const MAX_BYTES = 32 * 1024 * 1024;

const readers: Readonly<Record<string, (text: string, file: string) => SuiteText>> = {
  '.yaml': readYaml,
  '.yml': readYaml,
  '.json': readJson,
  '.jsonl': readJsonLines,
  '.ndjson': readJsonLines,
};

/** A suite, ready to be asked and judged. */
export interface LoadedSuite {
  readonly name: string;
  readonly file: string;
  readonly folder: string;
  /** All that cases and verdicts are made of, absolute: the suite, files put into prompts, scripts of graders. */
  readonly files: readonly string[];
  readonly suite: Suite;
  readonly cases: readonly BuiltCase[];
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads a suite file: YAML, JSON, JSONL, or the `evals/evals.json` of an agent skill.
 * @throws UserError for everything that is wrong with it, with file and line.
 */
export async function loadSuite(
  file: string,
  allowCommands: boolean,
  splits?: Splits,
): Promise<LoadedSuite> {
  const read = readers[extname(file).toLowerCase()];
  if (!read) {
    throw new UserError('is no suite by its name', {
      place: { file },
      fix: 'A suite is a .yaml, .yml, .json or .jsonl file.',
    });
  }
  const raw = read(await textOf(file), file);
  const found = isAgentSkillsEvals(raw.value)
    ? await fromAgentSkillsEvals(raw, file)
    : { ...checked(raw, file), attached: [] };
  const { text, attached } = found;
  const suite = splits === undefined ? found.suite : { ...found.suite, splits };
  const lineOf = (path: readonly PropertyKey[]) => text.lineOf(path);
  const cases = buildCases(suite, { file, lineOf });
  const folder = dirname(resolve(file));
  const placeOf = (built: BuiltCase) => ({ file, line: lineOf(['cases', built.index]) });
  if (!allowCommands) refuseCommands(cases, placeOf);
  else cases.forEach((built) => findScripts(built, folder, placeOf));
  const stem = basename(file, extname(file));
  const name = suite.name ?? stem;
  const files = [...new Set([resolve(file), ...attached, ...scriptsOf(cases, folder)])];
  return { name, file, folder, files, suite, cases, lineOf };
}

function checked(text: SuiteText, file: string): { suite: Suite; text: SuiteText } {
  const parsed = suiteSchema.safeParse(text.value);
  if (!parsed.success) throw explainIssues(parsed.error, suiteSchema, text, file);
  return { suite: parsed.data, text };
}

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new UserError(`is ${Math.round(size / 1024 / 1024)} MB; a suite has at most 32 MB`, {
        place: { file },
        fix: 'Split it, or bring the work as a task of kind `process`.',
      });
    }
    // Throws a TypeError for what is not UTF-8, and drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const notText = cause instanceof TypeError;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(notText ? 'is not UTF-8 text' : `cannot be read: ${message}`, {
      place: { file },
      fix: notText ? 'Save it as UTF-8.' : 'Check the path of the suite.',
      cause,
    });
  }
}

type PlaceOf = (built: BuiltCase) => Place;

function commandsOf(built: BuiltCase) {
  return built.graders.flatMap(({ spec }) => (spec.kind === 'command' ? [spec] : []));
}

function refuseCommands(cases: readonly BuiltCase[], placeOf: PlaceOf): void {
  const first = cases.find((built) => commandsOf(built).length > 0);
  if (!first) return;
  const lines = cases.flatMap((built) => commandsOf(built).map(({ command }) => command.join(' ')));
  const programs = [...new Set(lines)];
  const shown = programs.slice(0, 5).map((program) => `\`${program}\``);
  if (programs.length > shown.length) shown.push(`${programs.length - shown.length} more`);
  throw new UserError(`this suite would run programs to grade replies: ${shown.join(', ')}`, {
    place: placeOf(first),
    fix: 'Look at them; if you trust them, set `task.allow_commands: true` in the run config.',
  });
}

/** Files that the commands name. What a script reads by itself cannot be known. */
function scriptsOf(cases: readonly BuiltCase[], folder: string): readonly string[] {
  const words = cases.flatMap(commandsOf).flatMap(({ command, cwd }) => {
    const home = resolve(folder, cwd ?? '.');
    return command.map((word) => resolve(home, word));
  });
  const isFile = (path: string): boolean =>
    // Any word may be asked about, and only this question is never answered with an error.
    existsSync(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return [...new Set(words)].filter(isFile);
}

/** A missing script would make every reply fail as if it were the agent's doing. */
function findScripts(built: BuiltCase, folder: string, placeOf: PlaceOf): void {
  for (const { command, cwd } of commandsOf(built)) {
    const [program = '', script = ''] = command;
    const home = resolve(folder, cwd ?? '.');
    const isPath = /[\\/]/.test(program) && !isAbsolute(program);
    const isScript = /^[^-].*\.([cm]?[jt]s|py|sh|rb|pl)$/.test(script);
    const missing = [
      home,
      isPath ? resolve(home, program) : '',
      isScript ? resolve(home, script) : '',
    ]
      .filter((path) => path !== '')
      .find((path) => !existsSync(path));
    if (missing === undefined) continue;
    throw new UserError(
      `the grader \`${command.join(' ')}\` needs ${missing}, which is not there`,
      {
        place: placeOf(built),
        fix: 'Paths of a command count from the folder of the suite, or from its `cwd`.',
      },
    );
  }
}
