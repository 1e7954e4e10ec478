/** `npm run bench`: what the fast schedule saves, and what the engine costs. Prints; judges nothing. */
import { benchLiveProbes } from './liveProbes';
import { benchOverhead } from './overhead';
import { benchRank } from './rank';
import { benchSchedule, type Comparison } from './schedule';

function row({ name, published, fast }: Comparison): Record<string, string | number> {
  return {
    configuration: name,
    'calls published': published.calls,
    'calls fast': fast.calls,
    'calls ratio': (fast.calls / published.calls).toFixed(2),
    'seconds published': published.seconds.toFixed(1),
    'seconds fast': fast.seconds.toFixed(1),
    'wall ratio': (fast.seconds / published.seconds).toFixed(2),
    'same library': published.library === fast.library ? 'yes' : 'NO',
  };
}

function total(comparisons: readonly Comparison[]): Comparison {
  const sum = (mode: 'published' | 'fast') => ({
    calls: comparisons.reduce((calls, one) => calls + one[mode].calls, 0),
    seconds: comparisons.reduce((seconds, one) => seconds + one[mode].seconds, 0),
    library: comparisons.map((one) => one[mode].library).join('\n'),
  });
  return { name: 'all', published: sum('published'), fast: sum('fast') };
}

async function main(): Promise<void> {
  console.log('Simulated endpoint, 50 ms an answer, concurrency 10:');
  const comparisons = await benchSchedule();
  console.table([...comparisons, total(comparisons)].map(row));
  const overhead = await benchOverhead();
  console.log(
    `engine at zero latency, 10,000 dev samples: ${overhead.cpuMsPerRollout.toFixed(2)} ms CPU per rollout ` +
      `(${overhead.rollouts} rollouts), ${overhead.peakResidentMb.toFixed(0)} MB resident at most`,
  );
  const rank = await benchRank();
  console.log(`${rank.name}: ${rank.ms.toFixed(2)} ms`);
  const live = await benchLiveProbes();
  console.log(
    `live probes: first outcome ${live.firstOutcomeMs.toFixed(0)} ms after the pause in typing, ` +
      `of which ${live.replies} replies of ${live.latencyMs} ms each`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
