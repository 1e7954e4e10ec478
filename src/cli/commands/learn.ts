import { Command, Option } from 'commander';
import { keyUseText } from '../../backends/presets';
import { createModels } from '../../config/createModels';
import type { LoadedConfig } from '../../config/loadRunConfig';
import { defaultRunName, runPath } from '../../store/runName';
import { UserError } from '../../util/errors';
import { confirm } from '../confirm';
import { withAllowedKeys } from '../confirmKeys';
import { EndpointWatch } from '../endpointWatch';
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
  yesOption,
} from '../options';
import type { ConfigFlags } from '../options';
import { libraryNotes } from '../libraryNotes';
import { planRun } from '../planRun';
import { refuseEarly } from '../refuseEarly';
import { learnHeader } from '../report/learnHeader';
import { shellWord } from '../report/shellWord';
import { runLearning } from '../runLearning';
import type { RunCommand, Session } from '../session';
import { given, givenConfig } from '../usage';

interface LearnFlags extends ConfigFlags {
  readonly method?: string;
  readonly runName?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly review?: 'auto' | 'ask';
  readonly yes?: boolean;
}

export function learnCommand(run: RunCommand): Command {
  return new Command('learn')
    .description(
      'learn skill edits from an agent’s failures, and keep those that a probe set confirms',
    )
    .addOption(configOption())
    .option('--method <name>', 'self-improvement method')
    .addOption(agentOption())
    .option('--run-name <name>', 'name of the run directory (the present time)')
    .addOption(new Option('--resume', 'go on with a run that was stopped').conflicts('force'))
    .option('--force', 'start anew where a run was, and lose it')
    .addOption(setOption())
    .addOption(allowKeyOption())
    .addOption(
      new Option('--review <mode>', 'wait for your decision on accepted edits').choices([
        'auto',
        'ask',
      ]),
    )
    .addOption(skipUnreadableOption())
    .addOption(jsonOption())
    .addOption(yesOption())
    .addHelpText(
      'after',
      `
Paths in the config are relative to the current directory.
Exit codes: 0 done, 1 failed, 2 usage, 3 stopped by budget, 130 stopped by you.

Examples:
  grasp learn --config configs/quickstart.yaml --agent simulated
  grasp learn --config my.yaml --run-name first --set cycle.epochs=2 budget.calls=500
  grasp learn --config my.yaml --run-name first --resume --set budget.calls=1000`,
    )
    .action((flags: LearnFlags) => run(flags, (session) => learn(flags, session)));
}

async function learn(flags: LearnFlags, session: Session): Promise<ExitCode> {
  const { terminal, clock } = session;
  const loaded = await givenConfig(flags, session, flags.review ? [`review=${flags.review}`] : []);
  const dir = runDir(flags, loaded, clock.now());
  const mode = flags.resume === true ? 'resume' : flags.force === true ? 'force' : 'create';
  await refuseEarly(dir.path, mode);
  const env = await withAllowedKeys(loaded, flags.allowKey ?? [], session);
  const plan = await given(planRun(loaded, env, { method: flags.method }));
  const watch = new EndpointWatch(clock);
  const models = createModels(plan.presets, loaded, clock, (model, waiting) =>
    watch.waits(model, waiting),
  );
  await checkLibrary(
    plan.loadedLibrary,
    terminal,
    flags.skipUnreadable === true || mode === 'resume',
  );
  for (const line of learnHeader(
    plan,
    { dir: dir.path, agent: models.agent.label, writer: models.writer.label },
    terminal.colours,
  )) {
    terminal.say(line);
  }
  for (const { text, fix } of libraryNotes(plan)) terminal.warn(`grasp: ${text}\n  ${fix}`);
  if (
    !plan.presets.isSimulated &&
    flags.yes !== true &&
    !(await confirm(terminal, session.signal))
  ) {
    terminal.say('Not started.');
    await plan.task.close?.();
    return exitCode.stopped;
  }
  return runLearning(
    {
      plan,
      models,
      watch,
      dir: dir.path,
      run: dir.name,
      mode,
      resumeCommand: resumeCommand(flags, dir.name),
    },
    session,
  );
}

function runDir(
  flags: LearnFlags,
  { config, placeOf }: LoadedConfig,
  now: number,
): { path: string; name: string } {
  const name = flags.runName ?? config.run_name;
  if (name === undefined && flags.resume === true) {
    throw new UserError('--resume needs to know which run', {
      fix: `Add --run-name NAME, a folder of ${config.output_dir}.`,
      kind: 'usage',
    });
  }
  const chosen = name ?? defaultRunName(new Date(now));
  try {
    return { path: runPath(config.output_dir, chosen), name: chosen };
  } catch (error) {
    if (!(error instanceof UserError) || flags.runName !== undefined) throw error;
    throw new UserError(error.message, {
      place: placeOf(['run_name']),
      ...(error.fix === undefined ? {} : { fix: error.fix }),
    });
  }
}

/** The command that goes on with this run, as the person would type it. */
function resumeCommand(flags: LearnFlags, run: string): string {
  const { config, agent, method, review, set, allowKey = [] } = flags;
  const words = ['grasp', 'learn', '--config', config ?? ''];
  if (agent !== undefined) words.push('--agent', agent);
  if (method !== undefined) words.push('--method', method);
  if (review !== undefined) words.push('--review', review);
  if (flags.skipUnreadable === true) words.push('--skip-unreadable');
  // A cap that was reached would stop it again at once; the others it keeps.
  const kept = (set ?? []).filter((text) => !text.startsWith('budget.'));
  if (kept.length > 0) words.push('--set', ...kept);
  for (const use of allowKey) words.push('--allow-key', keyUseText(use));
  return [...words, '--run-name', run, '--resume'].map(shellWord).join(' ');
}
