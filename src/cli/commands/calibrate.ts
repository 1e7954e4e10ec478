import { Command } from 'commander';
import { Meter } from '../../backends/meter';
import { loadLibrary } from '../../config/loadLibrary';
import { calibrate as pool, flipRates, isDeterministic } from '../../engine/gate/calibration';
import { rehearse } from '../../engine/gate/rehearsal/rehearse';
import { measureRepeats } from '../../engine/learn/measure';
import { MemoryStore } from '../../engine/memoryStore';
import { PythonRandom } from '../../engine/random';
import type { Sample } from '../../engine/types';
import { UserError } from '../../util/errors';
import { accountedModels } from '../accountedModels';
import { withAllowedKeys } from '../confirmKeys';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { checkLibrary } from '../libraryCheck';
import { MemoryReplies } from '../memoryReplies';
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
import { calibrationJson, calibrationLines } from '../report/calibration';
import type { RunCommand, Session } from '../session';
import { given, givenConfig } from '../usage';
import { watchedModels } from '../watchedModels';

interface CalibrateFlags extends ConfigFlags {
  readonly library?: string;
  readonly repeats: number;
  readonly n?: number;
}

const REPEATS = 5;
/** Updates the gate is rehearsed on per question. */
const UPDATES = 400;

export function calibrateCommand(run: RunCommand): Command {
  return new Command('calibrate')
    .description('measure how repeatable the agent is, and what the gate can tell with it')
    .addOption(configOption())
    .option('--library <dir>', 'folder of skills; that of the config when absent')
    .option('--repeats <count>', 'rollouts per sample', wholeNumber(2), REPEATS)
    .option('--n <count>', 'dev samples to roll out; all when absent', wholeNumber(1))
    .addOption(agentOption())
    .addOption(setOption())
    .addOption(allowKeyOption())
    .addOption(skipUnreadableOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The agent against itself: the same library, the same samples, several rollouts of each. What differs is
chance, and the gate must not take it for an effect. Nothing is written.

Examples:
  grasp calibrate --config configs/quickstart.yaml
  grasp calibrate --config my.yaml --repeats 8 --n 20`,
    )
    .action((flags: CalibrateFlags) => run(flags, (session) => calibrate(flags, session)));
}

async function calibrate(flags: CalibrateFlags, session: Session): Promise<ExitCode> {
  const { terminal, clock, signal } = session;
  const loaded = await givenConfig(flags, session);
  const env = await withAllowedKeys(loaded, flags.allowKey ?? [], session);
  const plan = await given(planRun(loaded, env));
  const { options, task } = plan;
  const { models, watch } = watchedModels(plan, session);
  try {
    const read = await given(loadLibrary(loaded, flags.library));
    await checkLibrary(read, terminal, flags.skipUnreadable === true);
    const { library } = read;
    const samples = draw(plan.dev, flags.n, options.seed);
    const meter = new Meter(loaded.config.budget);
    const { agent, judge } = accountedModels(models, {
      meter,
      clock,
      cache: new MemoryReplies(),
      reuse: plan.reuse,
    });
    const context = { task, agent, judge, options, store: new MemoryStore(), clock, signal };
    const repeated = await measureRepeats(context, { samples, library, repeats: flags.repeats });
    const calibration = pool(repeated.map(({ passed }) => passed));
    if (calibration.passing.repeats + calibration.failing.repeats === 0) {
      throw new UserError('nothing could be measured: no sample was evaluated twice', {
        fix: 'Run "grasp doctor --online" with the same config: it says what is wrong with the endpoint.',
      });
    }
    const rates = flipRates(calibration);
    const repeatable = isDeterministic(calibration) || agent.isRepeatable === true;
    const noise = repeatable ? 0 : { passing: rates.passing.rate, failing: rates.failing.rate };
    const facts = {
      repeated,
      repeats: flags.repeats,
      calibration,
      rates,
      isRepeatable: repeatable,
      rehearsal: rehearse(
        { probes: options.probeSize, candidates: options.proposals, noise },
        { updates: UPDATES, seed: `${options.seed}:calibrate` },
      ),
      probes: options.probeSize,
      candidates: options.proposals,
      gate: options.gate.kind,
      usage: meter.spent.total,
      isSimulated: plan.presets.isSimulated,
    };
    for (const line of calibrationLines(facts, terminal.colours)) terminal.say(line);
    terminal.result(calibrationJson(facts));
    return exitCode.done;
  } finally {
    watch.close();
    await task.close?.();
  }
}

function draw(dev: readonly Sample[], n: number | undefined, seed: number): readonly Sample[] {
  if (n === undefined || n >= dev.length) return dev;
  return new PythonRandom(`${seed}:calibrate`).sample(dev, n);
}
