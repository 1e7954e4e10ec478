import { Command } from 'commander';
import type { OutputConfiguration } from 'commander';
import { version } from '../../package.json';
import { calibrateCommand } from './commands/calibrate';
import { decideCommand } from './commands/decide';
import { doctorCommand } from './commands/doctor';
import { estimateCommand } from './commands/estimate';
import { evalCommand } from './commands/eval';
import { learnCommand } from './commands/learn';
import { probeCommand } from './commands/probe';
import { serveSimulatedCommand } from './commands/serveSimulated';
import { skillsCommand } from './commands/skillsLint';
import type { RunCommand } from './session';

/** The parser's complaints in the voice of all the others. */
const output: OutputConfiguration = {
  outputError: (text, write) => write(text.replace(/^error: /, 'grasp: ')),
};

/** The command line: every command with its flags and its help. Throws CommanderError instead of exiting. */
export function createProgram(run: RunCommand): Command {
  const program = new Command('grasp')
    .description(
      'Author agent skills, and let measured edits improve them: an edit is kept only if a probe set says that it fixes more than it breaks.',
    )
    .version(version, '--version')
    .addHelpText(
      'after',
      `
Start here:
  grasp learn --config configs/quickstart.yaml --agent simulated
  grasp doctor --config configs/quickstart.yaml`,
    );
  const commands = [
    learnCommand(run),
    probeCommand(run),
    evalCommand(run),
    calibrateCommand(run),
    estimateCommand(run),
    doctorCommand(run),
    decideCommand(run),
    skillsCommand(run),
    serveSimulatedCommand(run),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands, ...commands.flatMap((group) => group.commands)]) {
    command
      .configureOutput(output)
      .exitOverride()
      .showHelpAfterError('(add --help for what there is)');
    if (command.commands.length > 0) continue;
    command.option('--verbose', 'show where an unexpected error came from');
  }
  return program;
}
