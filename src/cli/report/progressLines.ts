import type { RunEvent } from '../../engine/learn/events';
import type { Override } from '../../engine/types';
import type { Colours } from '../terminal';
import { judgedLines } from './editReport';
import { epochName } from './learningCurve';
import { counted, percent } from './numbers';
import { oneLine } from './printable';
import { noProposals, whyUnusable } from './proposalTally';
import type { ProposalTally } from './proposalTally';
import { shellWord } from './shellWord';

/**
 * The permanent lines a run's progress leaves on the terminal; most events leave none. `proposals` are those
 * of the update that is under way.
 */
export function progressLines(
  event: RunEvent,
  { dir, colours }: { readonly dir: string; readonly colours: Colours },
  proposals: ProposalTally = noProposals,
): string[] {
  switch (event.type) {
    case 'val.finished': {
      const dev = event.devScore === null ? '' : `, dev ${percent(event.devScore)}`;
      const faults = event.errored > 0 ? `, ${event.errored} errored` : '';
      return [
        `${epochName(event.epoch)}: val ${colours.bold(percent(event.score))} (${event.correct}/${event.total}${faults})${dev}`,
      ];
    }
    case 'update.finished': {
      const name = event.recovery ? 'recovery' : `update ${event.update}`;
      const batch = `epoch ${event.epoch}, ${name}: batch ${event.batchCorrect}/${event.batchSize}`;
      if (event.candidates.length === 0 && event.batchCorrect === event.batchSize) {
        return [`${batch}, nothing failed`];
      }
      const outcome =
        event.winner === null ? 'nothing applied' : colours.green(`applied ${event.winner}`);
      const count = counted(event.candidates.length, 'candidate');
      const judged = event.candidates.length === 0 ? (whyUnusable(proposals) ?? count) : count;
      return [`${batch}, ${judged}, ${outcome}`];
    }
    case 'candidate.judged':
      return judgedLines(event, colours).map((line) => `  ${line}`);
    case 'proposal.made':
      return event.refused.map(({ reason }) =>
        colours.dim(`  proposal ${event.k} refused: ${oneLine(reason)}`),
      );
    case 'revision.refused':
      return event.refused.map(({ reason }) =>
        colours.dim(`  revision refused: ${oneLine(reason)}`),
      );
    case 'writer.failed':
      return [
        colours.yellow(`  the writer gave no usable ${event.call}: ${oneLine(event.reason)}`),
      ];
    case 'rollout.errored':
      return [colours.yellow(`  ${oneLine(event.sample, 60)} errored: ${oneLine(event.reason)}`)];
    case 'decisions.taken':
      return event.taken.map(({ decision, detail, override }) =>
        colours.magenta(
          `  your decision, ${decision.decision} ${oneLine(decision.edit, 60)}: ${oneLine(detail)}${override ? against(override) : ''}`,
        ),
      );
    case 'run.waiting':
      return event.edits.flatMap((id) => [
        colours.magenta(`  waiting for your decision on ${oneLine(id, 60)}: in VS Code, or with`),
        `    grasp decide ${shellWord(dir)} --edit ${oneLine(id, 60)} --accept (or --reject)`,
      ]);
    case 'library.changed':
      return event.cause.kind === 'restore'
        ? [`best checkpoint restored: ${epochName(event.cause.epoch)}`]
        : [];
    case 'canaries.measured': {
      const line = `  canaries: ${oneLine(event.reason)}`;
      return [event.rolledBack ? colours.yellow(line) : colours.dim(line)];
    }
    case 'endpoint.waiting': {
      const next = Math.ceil(event.nextInMs / 1000);
      const retry = event.attempt > 0 ? `; retrying (${event.attempt}), next in ${next} s` : '';
      return [colours.yellow(`  ${oneLine(event.reason)}${retry}`)];
    }
    case 'endpoint.answering':
      return [colours.dim(`  ${oneLine(event.model, 60)} answers again`)];
    case 'run.resumed':
      return ['resumed'];
    default:
      return [];
  }
}

/** What a decision was made against. */
function against({ verdict, evidence }: Override): string {
  const measured = evidence === undefined ? '' : ` (${oneLine(evidence)})`;
  return ` Against the gate, which said ${verdict}${measured}.`;
}
