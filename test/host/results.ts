/** What crosses from the extension host to whoever started it: one JSON file, written when the suite has ended. */

export interface SuiteResult {
  /** The titles of the `describe`s around the test, then its own. */
  readonly path: readonly string[];
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Message and stack, as they were in the host. */
  readonly error?: string;
}

/** Read by the runner from the environment of the extension host. */
export const runnerVariables = {
  results: 'GRASP_HOST_RESULTS',
  /** The bundled suites to run, a JSON array. */
  suites: 'GRASP_HOST_SUITES',
} as const;
