import type { RunState } from '../../../store/runState';
import { costOf } from './costOf';
import { curveOf } from './curveOf';
import type { Caps, DashboardData, ExpectedCost } from './dashboardData';
import { headerOf } from './headerOf';
import { MatrixReader } from './matrixReader';

export interface NamedRun {
  /** Opaque. */
  readonly key: string;
  readonly name: string;
  readonly state: RunState;
}

/** Everything that a dashboard shows about a run, and about those it is compared with. */
export function dashboardOf(input: {
  readonly run: NamedRun;
  readonly compared?: readonly NamedRun[];
  readonly budget?: Caps | null;
  readonly estimate?: ExpectedCost | null;
  /** Remembers the run, for whoever shows it again and again. */
  readonly reader?: MatrixReader;
}): DashboardData {
  const { run, compared = [], budget = null, estimate = null } = input;
  const { reader = new MatrixReader() } = input;
  const matrix = reader.read(run.state);
  return {
    header: headerOf(run.state, run.name, matrix.rows),
    runs: [run, ...compared].map(({ key, name, state }) => curveOf(state, key, name)),
    matrix,
    cost: costOf(run.state, budget, estimate),
  };
}
