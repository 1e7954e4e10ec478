import type { EpochLabel, RunEvent } from '../engine/learn/events';
import { holdsSecret } from './secrets';

/** How far into a text is looked for a key; what is shown ends so much earlier that it holds no half of one. */
const LOOKED_AT = 16_384;
const LONGEST_KEY = 4_096;
const MAX_REASON = 160;

/** What `run.log` says about an event, on one line; `undefined` for the many that it passes over. */
export function logLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run.started': {
      const { method, task, agent, writer, samples } = event;
      return `run started: ${method} on ${task}, agent ${agent}, writer ${writer}, ${samples.dev} dev and ${samples.val} val samples`;
    }
    case 'run.resumed':
      return 'run resumed';
    case 'run.stopped':
      return `run stopped (${event.reason}): ${short(event.message)}`;
    case 'run.finished':
      return `run finished: best epoch ${event.bestEpoch ?? 'none'}, ${event.library.length} learned skills`;
    case 'update.finished': {
      const { batchCorrect, batchSize, batchErrored, candidates, winner } = event;
      return `${place(event)} finished: ${batchCorrect} of ${batchSize} correct, ${batchErrored} errored, ${candidates.length} candidates, ${winner === null ? 'none applied' : `${winner} applied`}`;
    }
    case 'val.finished': {
      const { epoch, correct, total, errored, score } = event;
      return `val of ${epochName(epoch)} finished: ${score.toFixed(3)} (${correct} of ${total} correct, ${errored} errored)`;
    }
    case 'rollout.errored':
      return `fault: ${event.purpose} rollout of ${short(event.sample)} in ${place(event)}, ${event.attempts} attempts: ${short(event.reason)}`;
    case 'writer.replied': {
      const { shown } = event;
      if (!shown || shown.partly.length + shown.unseen === 0) return undefined;
      return `writer, ${event.call} in ${place(event)}: saw ${shown.full.length} skills in full, ${shown.partly.length} in part and ${shown.unseen} by name at most`;
    }
    case 'writer.failed':
      return `fault: writer could not ${event.call} in ${place(event)}: ${short(event.reason)}`;
    case 'endpoint.waiting':
      return `waiting: ${short(event.reason)}, attempt ${event.attempt}, next in ${Math.ceil(event.nextInMs / 1000)} s`;
    case 'endpoint.answering':
      return `${short(event.model)} answers again`;
    default:
      return undefined;
  }
}

function place({
  epoch,
  update,
}: {
  readonly epoch: EpochLabel;
  readonly update?: number;
}): string {
  return update === undefined ? epochName(epoch) : `${epochName(epoch)} update ${update}`;
}

function epochName(epoch: EpochLabel): string {
  return epoch === 'baseline' ? 'baseline' : `epoch ${epoch}`;
}

/** A text from outside, cut to a line that neither forges another one nor carries a key. */
function short(text: string): string {
  if (holdsSecret(text.slice(0, LOOKED_AT))) return '(not shown: it holds what looks like a key)';
  const line = text
    .slice(0, LOOKED_AT - LONGEST_KEY)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON - 1)}…` : line;
}
