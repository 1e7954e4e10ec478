import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Meter } from '../../backends/meter';
import { loadLibrary } from '../../config/loadLibrary';
import { compareLibraries } from '../../engine/learn/measure';
import { MemoryStore } from '../../engine/memoryStore';
import { addUsage, noUsage } from '../../engine/usage';
import { Library } from '../../engine/skill/library';
import { parseSkill } from '../../engine/skill/skillFormat';
import type { Skill } from '../../engine/skill/types';
import { UserError } from '../../util/errors';
import { accountedModels } from '../accountedModels';
import { MemoryReplies } from '../memoryReplies';
import { withAllowedKeys } from '../confirmKeys';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { checkLibrary } from '../libraryCheck';
import {
  agentOption,
  allowKeyOption,
  configOption,
  jsonOption,
  setOption,
  skipUnreadableOption,
  wholeNumber,
  yesOption,
} from '../options';
import type { ConfigFlags } from '../options';
import { planRun } from '../planRun';
import { comparisonJson, comparisonLines } from '../report/comparison';
import type { RunCommand, Session } from '../session';
import { given, givenConfig } from '../usage';
import { watchedModels } from '../watchedModels';

interface ProbeFlags extends ConfigFlags {
  readonly library?: string;
  readonly skill?: string;
  readonly n?: number;
}

export function probeCommand(run: RunCommand): Command {
  return new Command('probe')
    .description('measure an edited skill, or a whole library, on a balanced probe set')
    .addOption(configOption())
    .option('--library <dir>', 'folder of skills; that of the config when absent')
    .option('--skill <file>', 'an edited skill file, to compare with the saved one of its name')
    .option('--n <count>', 'size of the probe set (cycle.grpo_eval_n)', wholeNumber(2))
    .addOption(agentOption())
    .addOption(setOption())
    .addOption(allowKeyOption())
    .addOption(skipUnreadableOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
With --skill, the library with the edited skill against the library as saved; without, the library
against no learned skills at all. Nothing is written.

Examples:
  grasp probe --config configs/quickstart.yaml --library skills/quickstart
  grasp probe --config my.yaml --library skills/mine --skill drafts/read_dates.md --n 12`,
    )
    .action((flags: ProbeFlags) => run(flags, (session) => probe(flags, session)));
}

async function probe(flags: ProbeFlags, session: Session): Promise<ExitCode> {
  const { terminal, clock, signal } = session;
  const loaded = await givenConfig(flags, session);
  const env = await withAllowedKeys(loaded, flags.allowKey ?? [], session);
  const plan = await given(planRun(loaded, env));
  const read = await given(loadLibrary(loaded, flags.library));
  await checkLibrary(read, terminal, flags.skipUnreadable === true);
  const { library } = read;
  const compared = await sides(library, flags.skill);
  const meter = new Meter(loaded.config.budget);
  const { models, watch } = watchedModels(plan, session);
  const { agent, judge } = accountedModels(models, {
    meter,
    clock,
    cache: new MemoryReplies(),
    reuse: plan.reuse,
  });
  const { options } = plan;
  const store = new MemoryStore();
  try {
    const comparison = await compareLibraries(
      {
        task: plan.task,
        agent,
        judge,
        // A person wants to see every probe, not only enough of them for the verdict.
        options: {
          ...options,
          probeSize: flags.n ?? options.probeSize,
          rules: { ...options.rules, earlyStop: false },
        },
        store,
        clock,
        signal,
      },
      { samples: plan.dev, saved: compared.saved, edited: compared.edited },
    );
    const facts = {
      what: compared.what,
      usage: store.events.reduce(
        (sum, event) => ('usage' in event ? addUsage(sum, event.usage) : sum),
        noUsage,
      ),
      isSimulated: plan.presets.isSimulated,
      penalty: plan.options.invalidActionPenalty,
    };
    for (const line of comparisonLines(comparison, facts, terminal.colours)) terminal.say(line);
    terminal.result(comparisonJson(comparison, facts));
    return exitCode.done;
  } finally {
    watch.close();
    await plan.task.close?.();
  }
}

/** What is compared with what. */
async function sides(
  library: Library,
  file: string | undefined,
): Promise<{ readonly saved: Library; readonly edited: Library; readonly what: string }> {
  if (file === undefined) {
    const { base, layout } = library;
    const saved = Library.of({ base, learned: [], layout });
    return { saved, edited: library, what: 'the library, against no learned skills' };
  }
  const skill = await readSkill(file);
  const before = library.find(skill.name);
  const what = `${skill.name} as edited, against ${before ? 'the saved one' : 'a library without it'}`;
  return { saved: library, edited: library.put(skill), what };
}

async function readSkill(file: string): Promise<Skill> {
  const name = basename(file);
  const inFolder = name === 'SKILL.md' ? `${basename(dirname(file))}/${name}` : name;
  try {
    return parseSkill(await readFile(file, 'utf8'), inFolder);
  } catch (error) {
    if (error instanceof UserError) {
      const line = error.place?.line;
      throw new UserError(error.message, {
        place: { file, ...(line === undefined ? {} : { line }) },
        ...(error.fix === undefined ? {} : { fix: error.fix }),
      });
    }
    throw new UserError('the skill file cannot be read', {
      place: { file },
      fix: 'Paths are relative to the current directory.',
      cause: error,
    });
  }
}
