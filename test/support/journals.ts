/** Journals of runs that nobody would want to wait for, or to meet. */
import { runEvents } from '../../src/cli/report/testRun';
import type { CandidateJudged, RunEvent } from '../../src/engine/learn/events';
import type { OutcomeKind } from '../../src/engine/types';
import { printEntry } from '../../src/store/journalEntry';

export function journal(events: readonly RunEvent[]): string {
  const time = '2024-01-01T00:00:00.000Z';
  return events.map((event, at) => `${printEntry({ seq: at + 1, time, event })}\n`).join('');
}

/** A small run in which every name is an attack. */
export function hostileJournal(attack: string): string {
  const events = runEvents.map((event): RunEvent => {
    switch (event.type) {
      case 'run.started':
        return { ...event, run: attack, task: attack, agent: attack, writer: attack };
      case 'candidate.judged':
        return {
          ...event,
          label: attack,
          reason: attack,
          edits: event.edits.map((edit) => ({ ...edit, name: attack })),
          outcomes: event.outcomes.map((outcome, at) => ({
            ...outcome,
            sample: `${attack} ${at}`,
            status: attack,
            reason: attack,
          })),
        };
      default:
        return event;
    }
  });
  return journal(events);
}

const kinds: readonly OutcomeKind[] = [
  'still passing',
  'still failing',
  'fixed',
  'regressed',
  'errored',
  'not evaluated',
];

/** A run of this many candidates in two epochs, all of them tried on the same probes. */
export function largeJournal(candidates: number, probes: number): string {
  const [started, ...rest] = runEvents;
  const like = rest.find((event) => event.type === 'candidate.judged');
  if (started === undefined || like === undefined) throw new Error('the run has no candidate');
  const judged = Array.from({ length: candidates }, (_, at): CandidateJudged => {
    const epoch = at < candidates / 2 ? 0 : 1;
    const update = Math.floor(at / 5);
    return {
      ...like,
      key: `judged|${at}`,
      id: `e${epoch}-u${update}-${at}`,
      epoch,
      update,
      edits: [{ action: 'ADD', name: `skill_${at}`, description: '', content: '' }],
      reason: 'It fixed no failing probe.',
      outcomes: Array.from({ length: probes }, (_probe, probe) => ({
        sample: `sample-${String(probe).padStart(4, '0')}`,
        passedBefore: probe % 2 === 0,
        outcome: kinds[(at * 7 + probe * 3) % kinds.length] ?? 'errored',
      })),
      before: {},
      after: {},
    };
  });
  const end = rest.slice(-1);
  return journal([started, ...judged, ...end]);
}
