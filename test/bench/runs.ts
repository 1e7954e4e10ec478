/**
 * What the view of runs costs: `npm run bench:runs`. 200 runs, 5,000 candidates among them, and one run with
 * 5,000 of its own. Reads from a warm disk cache; the best of three.
 */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { RunEvent } from '../../src/engine/learn/events';
import { printEntry } from '../../src/store/journalEntry';
import { sampleRun } from '../../src/store/testSupport';
import { findRuns } from '../../src/surfaces/common/findRuns';
import { RunFollower } from '../../src/surfaces/common/runFollower';
import { plainWords } from '../../src/surfaces/common/plainWords';
import { describeCandidate } from '../../src/surfaces/runs/tree/describeCandidate';

const PROBES = 36;
const PER_UPDATE = 25;

const events: readonly RunEvent[] = sampleRun().map((step) =>
  step({ saveTranscript: () => ({ at: 0, bytes: 0 }) }),
);

function ofType<T extends RunEvent['type']>(type: T): Extract<RunEvent, { type: T }> {
  const found = events.find((event) => event.type === type);
  if (found === undefined) throw new Error(`the sample run has no ${type}`);
  return found as Extract<RunEvent, { type: T }>;
}

function* journal(candidates: number): Generator<RunEvent> {
  yield ofType('run.started');
  const judged = ofType('candidate.judged');
  const started = ofType('update.started');
  for (let i = 0; i < candidates; i += 1) {
    const update = Math.floor(i / PER_UPDATE);
    if (i % PER_UPDATE === 0) yield { ...started, key: `u${update}`, update };
    const outcomes = Array.from({ length: PROBES }, (_, at) => ({
      sample: `sample-${at}`,
      outcome: 'still passing' as const,
      passedBefore: true,
    }));
    yield { ...judged, key: `c${i}`, id: `e0-u${update}-${i}`, update, outcomes };
  }
  yield ofType('run.finished');
}

function lines(candidates: number): string {
  const time = new Date(0).toISOString();
  return [...journal(candidates)]
    .map((event, seq) => `${printEntry({ seq: seq + 1, time, event })}\n`)
    .join('');
}

async function best(work: () => Promise<unknown>): Promise<string> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return `${least.toFixed(1)} ms`;
}

async function main(): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'bench-runs-'));
  try {
    const text = lines(25);
    for (let i = 0; i < 200; i += 1) {
      mkdirSync(path.join(root, 'many', `r${i}`), { recursive: true });
      writeFileSync(path.join(root, 'many', `r${i}`, 'journal.jsonl'), text);
    }
    const large = path.join(root, 'large');
    mkdirSync(large);
    writeFileSync(path.join(large, 'journal.jsonl'), lines(5_000));
    const runs = await findRuns(path.join(root, 'many'));
    const follower = new RunFollower(large);
    const state = await follower.readOn();
    const candidates = state.epochs.flatMap(({ updates }) =>
      updates.flatMap((it) => it.candidates),
    );
    const rows = [
      [`find ${runs.length} runs`, await best(() => findRuns(path.join(root, 'many')))],
      [
        'read the 50 of the first page',
        await best(() =>
          Promise.all(runs.slice(0, 50).map(({ dir }) => new RunFollower(dir).readOn())),
        ),
      ],
      [
        `read a run of ${candidates.length} candidates`,
        await best(() => new RunFollower(large).readOn()),
      ],
      [
        'read on after one more event',
        await best(async () => {
          const event = { ...ofType('candidate.judged'), key: 'more', id: 'more' };
          const entry = { seq: 1, time: new Date(0).toISOString(), event };
          appendFileSync(path.join(large, 'journal.jsonl'), `${printEntry(entry)}\n`);
          await follower.readOn();
        }),
      ],
      [
        'describe every candidate',
        await best(async () =>
          candidates.map((it) => describeCandidate(it, undefined, plainWords)),
        ),
      ],
    ];
    const width = Math.max(...rows.map(([name = '']) => name.length));
    for (const [name = '', time] of rows) console.log(`${name.padEnd(width)}  ${time}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

void main();
