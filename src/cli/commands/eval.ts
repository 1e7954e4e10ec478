import { Command, Option } from 'commander';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Meter } from '../../backends/meter';
import { loadLibrary } from '../../config/loadLibrary';
import { wilson } from '../../engine/gate/interval';
import { evaluateSplit } from '../../engine/learn/measure';
import type { SplitScore } from '../../engine/learn/measure';
import type { Task } from '../../engine/ports';
import type { Sample, Usage } from '../../engine/types';
import { valLine } from '../../store/publishedRows';
import { openRun } from '../../store/runDirectory';
import type { RunDirectory } from '../../store/runDirectory';
import { defaultRunName, runPath } from '../../store/runName';
import { UserError } from '../../util/errors';
import { accountedModels } from '../accountedModels';
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
import { readRunState } from '../readRunState';
import { planRun } from '../planRun';
import { presetOf } from '../planRun';
import type { RunPlan } from '../planRun';
import { emptyRepliesLine } from '../report/emptyReplies';
import { counted, percent, whole } from '../report/numbers';
import { overflowTeller } from '../report/overflowLine';
import { oneLine } from '../report/printable';
import { resumableConfig } from '../resumableConfig';
import type { RunCommand, Session } from '../session';
import { given, givenConfig } from '../usage';
import { watchedModels } from '../watchedModels';

interface EvalFlags extends ConfigFlags {
  readonly library?: string;
  readonly split: string;
  readonly repeats: number;
  readonly runName?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
}

export function evalCommand(run: RunCommand): Command {
  return new Command('eval')
    .description('run a frozen library on a split, and score it')
    .addOption(configOption())
    .option('--library <dir>', 'folder of skills; that of the config when absent')
    .option('--split <name>', 'dev, val, test, or another split of the task', 'test')
    .option('--repeats <count>', 'rollouts per sample', wholeNumber(1), 1)
    .addOption(agentOption())
    .option('--run-name <name>', 'name of the directory under <output_dir>/eval (the present time)')
    .addOption(
      new Option('--resume', 'go on with an evaluation that was stopped').conflicts('force'),
    )
    .option('--force', 'start anew where an evaluation was')
    .addOption(setOption())
    .addOption(allowKeyOption())
    .addOption(skipUnreadableOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Writes <split>_runs.jsonl and <split>_score.json into <output_dir>/eval/<run name>.

Examples:
  grasp eval --config configs/quickstart.yaml --library runs/first/skills/best --split test
  grasp eval --config my.yaml --split val --json`,
    )
    .action((flags: EvalFlags) => run(flags, (session) => evaluate(flags, session)));
}

async function evaluate(flags: EvalFlags, session: Session): Promise<ExitCode> {
  const { terminal, clock } = session;
  const loaded = await givenConfig(flags, session);
  const env = await withAllowedKeys(loaded, flags.allowKey ?? [], session);
  const plan = await given(planRun(loaded, env, { splits: [] }));
  const samples = await samplesOf(plan, flags.split);
  const read = await given(loadLibrary(loaded, flags.library));
  await checkLibrary(read, terminal, flags.skipUnreadable === true);
  const { library } = read;
  const name = flags.runName ?? `${defaultRunName(new Date(clock.now()))}_${flags.split}`;
  const dir = runPath(join(loaded.config.output_dir, 'eval'), name);
  const mode = flags.resume === true ? 'resume' : flags.force === true ? 'force' : 'create';
  const overflow = overflowTeller();
  const store = await openRun({
    dir,
    mode,
    now: () => clock.now(),
    onEvent: ({ event }) => {
      const line = overflow(event);
      if (line !== undefined) terminal.warn(`grasp: ${line}`);
    },
  });
  try {
    store.writeConfig(resumableConfig(loaded, plan.presets));
    const { score, usage, meter } = await measure(
      plan,
      { split: flags.split, samples, library, repeats: flags.repeats },
      store,
      session,
    );
    refuseAllErrored(score, dir);
    const summary = await save(score, dir, store, flags.library);
    const { isSimulated } = plan.presets;
    const errored = score.errored > 0 ? `, ${score.errored} errored` : '';
    // Repeats of a sample are not independent of each other: the interval goes by samples.
    const evaluated = score.total / score.repeats;
    const { low, high } = wilson(score.score * evaluated, evaluated);
    const interval = `95 %: ${percent(low)} to ${percent(high)}`;
    const always =
      score.repeats > 1 && score.passAll !== null
        ? `, all ${score.repeats} rollouts of a sample: ${percent(score.passAll)}`
        : '';
    terminal.say(
      `${flags.split}: ${percent(score.score)} (${score.correct}/${score.total}${errored}; ${interval})${always}, ${counted(usage.calls, 'model call')}, ${whole(usage.inputTokens + usage.outputTokens)} tokens`,
    );
    const firstFault = score.episodes.find(({ episode }) => episode.kind === 'errored')?.episode;
    const why = firstFault?.kind === 'errored' ? firstFault.reason : undefined;
    if (why !== undefined) terminal.warn(`  errored: ${oneLine(why)}`);
    const hint = emptyRepliesLine(meter.emptyReplies, presetOf(plan.presets));
    if (hint !== undefined) terminal.warn(`  ${hint}`);
    terminal.say(`  ${dir}`);
    if (isSimulated) terminal.say(SIMULATED);
    terminal.result({
      ...summary,
      agent: plan.presets.agent.name,
      simulated: isSimulated,
      dir,
      ...(why === undefined ? {} : { errored_because: why }),
      ...(hint === undefined ? {} : { empty_replies: meter.emptyReplies, hint }),
      calls: usage.calls,
      tokens: usage.inputTokens + usage.outputTokens,
      usd: usage.usd,
    });
    return exitCode.done;
  } finally {
    store.close();
    await plan.task.close?.();
  }
}

/** @throws UserError (usage) unless the split has samples and a name that can be part of a file's. */
async function samplesOf({ task }: RunPlan, split: string): Promise<readonly Sample[]> {
  const samples = /^[\w-]{1,60}$/.test(split) ? await samplesIn(task, split) : [];
  if (samples.length > 0) return samples;
  throw new UserError(`the task has no split "${oneLine(split, 60)}"`, {
    place: { file: '--split' },
    fix: 'Most tasks have dev, val and test.',
    kind: 'usage',
  });
}

/** The task knows best why it has no such split; that it was asked for is a mistake of use. */
async function samplesIn(task: Task, split: string): Promise<readonly Sample[]> {
  try {
    return await task.samples(split);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, place, fix } = error;
    throw new UserError(message, {
      ...(place ? { place } : {}),
      ...(fix === undefined ? {} : { fix }),
      kind: 'usage',
      cause: error,
    });
  }
}

/** A score of nothing is no score. @throws UserError with the first fault */
function refuseAllErrored({ split, total, errored, episodes }: SplitScore, dir: string): void {
  if (total > 0) return;
  const reasons = episodes.flatMap(({ episode }) =>
    episode.kind === 'errored' ? [episode.reason] : [],
  );
  throw new UserError(
    `${split}: no sample could be evaluated, ${errored} errored: ${oneLine(reasons[0] ?? '')}`,
    {
      place: { file: dir },
      fix: 'Mend that, and start it anew under another --run-name; "grasp doctor --online" asks the endpoint.',
    },
  );
}

const SIMULATED = 'This was played by a simulation, not by a language model.';

async function measure(
  plan: RunPlan,
  input: Parameters<typeof evaluateSplit>[1],
  store: RunDirectory,
  session: Session,
): Promise<{ readonly score: SplitScore; readonly usage: Usage; readonly meter: Meter }> {
  const { clock, signal } = session;
  const meter = new Meter(plan.loaded.config.budget);
  const { state, seconds } = await readRunState(store);
  meter.startFrom(state.usage.agent, seconds / 60);
  const { models, watch } = watchedModels(plan, session);
  const { agent, judge } = accountedModels(models, {
    meter,
    clock,
    cache: store.cache,
    reuse: plan.reuse,
  });
  const score = await evaluateSplit(
    { task: plan.task, agent, judge, options: plan.options, store, clock, signal },
    input,
  ).finally(() => watch.close());
  return { score, usage: meter.spent.total, meter };
}

/** Writes the published files; gives what the score file holds. */
async function save(
  { split, score, correct, total, errored, repeats, passAll, episodes }: SplitScore,
  dir: string,
  store: RunDirectory,
  library: string | undefined,
): Promise<object> {
  const rows = episodes.map(({ sample, repeat, episode }) => ({
    ...valLine(
      sample,
      episode.kind === 'evaluated'
        ? { kind: 'finished', correct: episode.correct, transcript: episode.transcript }
        : episode,
      (ref) => store.loadTranscript(ref),
    ),
    ...(repeats > 1 ? { repeat } : {}),
  }));
  const summary = {
    split,
    score,
    n_correct: correct,
    n_total: total,
    ...(errored > 0 ? { n_errored: errored } : {}),
    ...(repeats > 1 ? { repeats, pass_all: passAll } : {}),
    ...(library === undefined ? {} : { skills_dir: library }),
  };
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFileAtomic(join(dir, `${split}_runs.jsonl`), lines);
  await writeFileAtomic(join(dir, `${split}_score.json`), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
