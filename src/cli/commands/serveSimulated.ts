import { Command } from 'commander';
import { serveSimulated } from '../../backends/simulated';
import { exitCode } from '../exitCode';
import type { ExitCode } from '../exitCode';
import { jsonOption, share, wholeNumber } from '../options';
import type { RunCommand, Session } from '../session';

interface ServeFlags {
  readonly port: number;
  readonly latency: number;
  readonly errorRate: number;
  readonly noise: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function serveSimulatedCommand(run: RunCommand): Command {
  return new Command('serve-simulated')
    .description('serve the simulated backend as an OpenAI-compatible server on this machine')
    .option('--port <n>', 'port; 0 takes a free one', wholeNumber(0, 65535), 0)
    .option('--latency <ms>', 'time every reply takes', wholeNumber(0), 0)
    .option('--error-rate <share>', 'share of requests answered with 429 or 500', share, 0)
    .option('--noise <share>', 'share of episodes that turn out the other way, by chance', share, 0)
    .option('--seed <n>', 'decides mistakes, errors and noise', wholeNumber(0), 1)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
It is a simulation and no language model: good for trying the tool and for tests.

Examples:
  grasp serve-simulated --port 8123 --latency 50
  grasp serve-simulated --error-rate 0.1
  grasp serve-simulated --noise 0.1`,
    )
    .action((flags: ServeFlags) => run(flags, (session) => serve(flags, session)));
}

async function serve(flags: ServeFlags, { terminal, signal }: Session): Promise<ExitCode> {
  const server = await serveSimulated({
    port: flags.port,
    latencyMs: flags.latency,
    errorRate: flags.errorRate,
    noise: flags.noise,
    seed: flags.seed,
  });
  const variables = {
    OPENAI_BASE_URL: server.url,
    OPENAI_API_KEY: 'none',
    GRASP_MODEL: 'simulated',
  };
  terminal.say(`${server.url} answers. It is a simulation and no language model.`);
  terminal.say('For the preset "local", in another terminal:');
  for (const [name, value] of Object.entries(variables)) terminal.say(`  export ${name}=${value}`);
  terminal.say('Ctrl-C stops it.');
  terminal.result({ url: server.url, port: server.port, env: variables });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  terminal.say(`${server.requests()} requests answered.`);
  return exitCode.stopped;
}
