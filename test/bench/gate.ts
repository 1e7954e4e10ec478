/**
 * `npm run bench:gate`: how often the published gate and the confirming one accept edits that do nothing, find
 * edits that do something, and accept edits that break something, on an agent whose rollouts flip by chance.
 * `--seed S` other chance · `--quick` 200 updates a cell instead of 1,000 · `--updates N`.
 * Exit code 1 when a requirement is missed.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { grid, probeSizes } from './gate/cells';
import { serve, simulateAll } from './gate/parallel';
import { requirements } from './gate/requirements';
import { tableOf } from './gate/tables';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
      updates: { type: 'string' },
      worker: { type: 'boolean', default: false },
    },
  });
  if (values.worker) {
    serve();
    return;
  }
  const updates =
    values.updates === undefined ? (values.quick ? 200 : 1000) : Number(values.updates);
  if (!Number.isInteger(updates) || updates < 1) throw new Error('--updates takes a number from 1');
  const started = performance.now();
  let shown = 0;
  const results = await simulateAll(grid, {
    updates,
    seed: values.seed,
    processes: availableParallelism(),
    onDone(finished) {
      const tenths = Math.floor((10 * finished) / grid.length);
      if (tenths > shown) console.error(`${10 * tenths} %`);
      shown = tenths;
    },
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${grid.length} cells, ${updates} updates each, seed ${values.seed}, ${seconds} s. ` +
      'Updates that accept the edit, in percent, published > confirmed.\n',
  );
  for (const probes of probeSizes) console.log(`${tableOf(probes, results)}\n`);
  for (const { name, worst, met } of requirements(results)) {
    console.log(`${name}: ${worst} – ${met ? 'ok' : 'MISSED'}`);
    if (!met) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
