/**
 * Every test of the suites below `suite/`, which mocha runs inside a real extension host, as a test of this run.
 * `GRASP_HOST_ONLY=review` runs the suites with that in their path alone.
 */
import { describe, expect, it } from 'vitest';
import { findSuites } from './bundleSuites';
import { hostKindNames } from './kinds';
import { runSuites } from './runSuites';
import type { SuiteResult } from './results';

const only = process.env['GRASP_HOST_ONLY'];
let found = 0;
for (const kind of hostKindNames) {
  const suites = await findSuites(kind, only);
  found += suites.length;
  if (suites.length === 0) continue;
  const results = await runSuites(kind, suites).catch((error: unknown) => error);
  describe(kind, () => {
    if (Array.isArray(results)) results.forEach(report);
    it('runs suites to their end', () => {
      if (results instanceof Error) throw results;
      expect(results).not.toEqual([]);
    });
  });
}
if (found === 0) throw new Error(`No suite has ${only} in its path.`);

function report({ path, state, error = 'failed' }: SuiteResult): void {
  const title = path.join(' > ');
  if (state === 'skipped') it.skip(title);
  else
    it(title, () => {
      if (state === 'failed') throw atItsOwnLine(error);
    });
}

/** The error as it was thrown in the extension host; the bundle's source map leads to the line of the suite. */
function atItsOwnLine(stack: string): Error {
  const end = stack.search(/\n\s+at /);
  const error = new Error(end < 0 ? stack : stack.slice(0, end));
  error.stack = stack;
  return error;
}
