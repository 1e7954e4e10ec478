import { Command, Option } from 'commander';
import { diagnose } from '../doctor';
import type { Check } from '../check';
import { withAllowedKeys } from '../confirmKeys';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { agentOption, allowKeyOption, jsonOption, setOption } from '../options';
import type { ConfigFlags } from '../options';
import { printable } from '../report/printable';
import type { RunCommand, Session } from '../session';
import type { Colours } from '../terminal';

interface DoctorFlags extends ConfigFlags {
  readonly online?: boolean;
}

export function doctorCommand(run: RunCommand): Command {
  return new Command('doctor')
    .description('look at everything a run needs, and say how to mend what is missing')
    .addOption(new Option('--config <file>', 'run config (YAML)'))
    .addOption(agentOption())
    .addOption(setOption())
    .addOption(allowKeyOption())
    .option('--online', 'ask the endpoint: its list of models, and one call of a few tokens')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Exit code 1 if anything fails; warnings do not count.

Examples:
  grasp doctor --config configs/quickstart.yaml
  grasp doctor --config my.yaml --agent local --online`,
    )
    .action((flags: DoctorFlags) => run(flags, (session) => doctor(flags, session)));
}

async function doctor(flags: DoctorFlags, session: Session): Promise<ExitCode> {
  const { terminal, env, signal } = session;
  const checks = await diagnose({
    config: flags.config,
    overrides: flags.set ?? [],
    agent: flags.agent,
    env,
    online: flags.online === true,
    nodeVersion: process.versions.node,
    signal,
    allowed: (loaded) => withAllowedKeys(loaded, flags.allowKey ?? [], session),
  });
  const ok = checks.every(({ status }) => status !== 'fail');
  for (const line of checkLines(checks, terminal.colours)) terminal.say(line);
  terminal.result({ ok, checks });
  return ok ? exitCode.done : exitCode.failed;
}

function checkLines(checks: readonly Check[], colours: Colours): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, status, detail, fix }) => [
    `${mark(status, colours)}  ${name.padEnd(width)}  ${printable(detail)}`,
    ...(fix === undefined ? [] : [`      ${' '.repeat(width)}  ${printable(fix)}`]),
  ]);
}

function mark(status: Check['status'], colours: Colours): string {
  switch (status) {
    case 'ok':
      return colours.green('ok  ');
    case 'warn':
      return colours.yellow('warn');
    case 'fail':
      return colours.red('fail');
  }
}
