import { Command } from 'commander';
import { sendingNothing } from '../confirmKeys';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { agentOption, allowKeyOption, configOption, jsonOption, setOption } from '../options';
import type { ConfigFlags } from '../options';
import { libraryNotes } from '../libraryNotes';
import { planRun } from '../planRun';
import { estimateLines } from '../report/estimateLines';
import type { RunCommand, Session } from '../session';
import { given, givenConfig } from '../usage';

export function estimateCommand(run: RunCommand): Command {
  return new Command('estimate')
    .description('say what a run may take, without a single model call')
    .addOption(configOption())
    .addOption(agentOption())
    .addOption(setOption())
    .addOption(allowKeyOption())
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

async function estimate(flags: ConfigFlags, session: Session): Promise<ExitCode> {
  const { terminal, env } = session;
  const loaded = await givenConfig(flags, session);
  const plan = await given(planRun(loaded, await sendingNothing(loaded, env)));
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
