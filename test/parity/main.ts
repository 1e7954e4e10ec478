/** `npm run parity -- [FILE…] | --selection FILE --data DIR`: replays published decisions and compares. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { firstDifference } from './compare';
import { observe, type Mode } from './observe';
import { readScenarios } from './scenario';
import { replaySelection } from './selection';

const committed = path.join(__dirname, '../data/scenarios.json.gz');

async function replayScenarios(files: readonly string[]): Promise<boolean> {
  const scenarios = files.flatMap((file) => readScenarios(file));
  const modes: readonly Mode[] = ['paper', 'fast'];
  const identical = { paper: 0, fast: 0 };
  for (const mode of modes) {
    for (const scenario of scenarios) {
      const difference = firstDifference(scenario, await observe(scenario, mode));
      if (!difference) {
        identical[mode] += 1;
        continue;
      }
      const { epoch, update, field, expected, actual } = difference;
      const where = epoch === undefined ? '' : ` epoch ${epoch} update ${update}`;
      console.log(
        `${scenario.id} (${mode}):${where} ${field}: expected ${JSON.stringify(expected)} actual ${JSON.stringify(actual)}`,
      );
    }
  }
  const total = scenarios.length;
  console.log(`fast schedule: ${identical.fast} of ${total} scenarios identical`);
  console.log(`parity: ${identical.paper} of ${total} scenarios identical`);
  return identical.paper === total && identical.fast === total;
}

const usage = 'npm run parity -- [FILE…] | --selection FILE --data DIR';

/** A call that makes no sense; exit code 2, as everywhere. */
class UsageError extends Error {}

function parsed(args: readonly string[]) {
  const options = { selection: { type: 'string' }, data: { type: 'string' } } as const;
  try {
    const call = parseArgs({ args: [...args], options, allowPositionals: true });
    const { selection, data } = call.values;
    if ((selection === undefined) !== (data === undefined))
      throw new Error('--selection FILE and --data DIR, the folder of its libraries, go together');
    if (selection !== undefined && call.positionals.length > 0)
      throw new Error('--selection takes one file, and no scenarios beside it');
    return { selection, data, files: call.positionals };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

async function main(args: readonly string[]): Promise<boolean> {
  const { selection, data, files } = parsed(args);
  if (selection !== undefined && data !== undefined) return replaySelection(selection, data);
  return replayScenarios(files.length > 0 ? files : [committed]);
}

main(process.argv.slice(2)).then(
  (ok) => {
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
