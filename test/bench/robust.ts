/**
 * Growing inputs: linear. `npm run bench:robust` prints the time for every size and by how much it grows with
 * each doubling, and fails where that is more than a linear function on a busy machine would show.
 */
import { growthCases } from './robust/cases';
import { growth } from './robust/growth';

const MOST_PER_DOUBLING = 2.6;

let failed = false;
for (const each of growthCases) {
  const { name, sizes, ms, perDoubling } = growth(each);
  const isLinear = perDoubling <= MOST_PER_DOUBLING;
  failed ||= !isLinear;
  const times = ms.map((time, i) => `${sizes[i] ?? 0}: ${time.toFixed(1)} ms`).join(', ');
  console.log(`${isLinear ? 'ok  ' : 'FAIL'}  × ${perDoubling.toFixed(2)}  ${name}  (${times})`);
}
if (failed) process.exitCode = 1;
