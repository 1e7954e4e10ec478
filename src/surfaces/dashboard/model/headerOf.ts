import type { RunState } from '../../../store/runState';
import { plainLine } from '../../common/markdown';
import type { CandidateRow, HeaderData } from './dashboardData';
import { isSimulated } from './isSimulated';
import { isPublished } from './runFacts';

export function headerOf(state: RunState, name: string, rows: readonly CandidateRow[]): HeaderData {
  const { status, stop, task, method, agent, writer, started, waiting, library } = state;
  const done = state.val.filter(({ epoch }) => epoch !== 'baseline').length;
  return {
    name,
    status,
    stopped: status === 'stopped' ? plainLine(stop?.message ?? '', 1000) : '',
    isPublished: isPublished(state),
    task: plainLine(task),
    method: plainLine(method),
    agent: plainLine(agent),
    writer: plainLine(writer),
    isSimulated: isSimulated(state),
    started,
    epochs: { done, planned: state.plannedEpochs },
    waiting: waiting.length,
    candidates: {
      judged: rows.length,
      accepted: rows.filter(({ verdict }) => verdict === 'accepted').length,
      overridden: rows.filter(({ override }) => override !== null).length,
    },
    skills: library.length,
  };
}
