import { Command } from 'commander';
import { loadRunConfig } from '../../config/loadRunConfig';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { agentOption, configOption, jsonOption, requiredConfig, setOption } from '../options';
import type { ConfigFlags } from '../options';
import { libraryNotes } from '../libraryNotes';
import { planRun } from '../planRun';
import { estimateLines } from '../report/estimateLines';
import type { RunCommand, Session } from '../session';

export function estimateCommand(run: RunCommand): Command {
  return new Command('estimate')
    .description('say what a run may take, without a single model call')
    .addOption(configOption())
    .addOption(agentOption())
    .addOption(setOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  grasp estimate --config configs/quickstart.yaml
  grasp estimate --config my.yaml --agent openai --set cycle.epochs=2 --json`,
    )
    .action((flags: ConfigFlags) => run(flags, (session) => estimate(flags, session)));
}

async function estimate(flags: ConfigFlags, { terminal, env }: Session): Promise<ExitCode> {
  const loaded = await loadRunConfig(requiredConfig(flags), {
    overrides: flags.set ?? [],
    env,
    agent: flags.agent,
  });
  const plan = await planRun(loaded, env);
  try {
    const { isSimulated, agent } = plan.presets;
    terminal.say(
      `${plan.method.name} on ${plan.task.name} with ${agent.name}: ${plan.dev.length} dev and ${plan.val.length} val samples`,
    );
    for (const line of estimateLines(plan.estimate, isSimulated)) terminal.say(line);
    const notes = libraryNotes(plan);
    for (const { text, fix } of notes) terminal.warn(`grasp: ${text}\n  ${fix}`);
    terminal.result({
      config: loaded.file,
      agent: agent.name,
      simulated: isSimulated,
      samples: { dev: plan.dev.length, val: plan.val.length },
      ...plan.estimate,
      notes,
      note: 'Tokens and cost are rough: they are derived from the size of samples and skills.',
    });
    return exitCode.done;
  } finally {
    await plan.task.close?.();
  }
}
