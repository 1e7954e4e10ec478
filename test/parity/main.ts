/** `npm run parity -- [FILE…] | --selection FILE --data DIR`: replays published decisions and compares. */
import path from 'node:path';
import { firstDifference } from './compare';
import { observe, type Mode } from './observe';
import { readJsonArray, type Scenario } from './scenario';
import { replaySelection } from './selection';

const committed = path.join(__dirname, '../data/scenarios.json.gz');

async function replayScenarios(files: readonly string[]): Promise<boolean> {
  const scenarios = files.flatMap((file) => readJsonArray<Scenario>(file));
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
        `${scenario.id} (${mode}):${where} ${field}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
      );
    }
  }
  const total = scenarios.length;
  console.log(`fast schedule: ${identical.fast} of ${total} scenarios identical`);
  console.log(`parity: ${identical.paper} of ${total} scenarios identical`);
  return identical.paper === total && identical.fast === total;
}

async function main(args: readonly string[]): Promise<boolean> {
  const option = (name: string): string | undefined => {
    const at = args.indexOf(name);
    return at < 0 ? undefined : args[at + 1];
  };
  const selection = option('--selection');
  if (selection === undefined) return replayScenarios(args.length > 0 ? args : [committed]);
  const data = option('--data');
  if (data === undefined)
    throw new Error('--selection FILE needs --data DIR, the folder its libraries lie in');
  return replaySelection(selection, data);
}

main(process.argv.slice(2)).then(
  (ok) => {
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
