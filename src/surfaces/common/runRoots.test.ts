import { describe, expect, it } from 'vitest';
import { mergeRuns } from './runRoots';

const run = (dir: string, changed = 0) => ({ dir, name: dir, changed });
const configured = { folder: '/w/runs', isOpened: false };
const opened = { folder: '/w', isOpened: true };

describe('the runs of several folders', () => {
  it('come newest first, and in natural order where they are equally old', () => {
    const runs = [run('/w/runs/r10', 1), run('/w/runs/r9', 1), run('/w/runs/new', 2)];
    const merged = mergeRuns([{ root: configured, runs }]);
    expect(merged.map(({ dir }) => dir)).toEqual(['/w/runs/new', '/w/runs/r9', '/w/runs/r10']);
  });

  it('are there once, where they were found first', () => {
    const merged = mergeRuns([
      { root: configured, runs: [run('/w/runs/a')] },
      { root: opened, runs: [run('/w/runs/a'), run('/w/other/b')] },
    ]);
    expect(merged.map(({ dir, root, isOpened }) => [dir, root, isOpened])).toEqual([
      ['/w/other/b', '/w', true],
      ['/w/runs/a', '/w/runs', false],
    ]);
  });
});
