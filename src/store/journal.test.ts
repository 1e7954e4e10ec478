import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../engine/learn/events';
import { Journal } from './journal';
import { readJournal, startReading } from './readJournal';
import { dev, errored, finished, oneCall, tempDir, updateFinished } from './testSupport';

const ref = { at: 0, bytes: 2 };
const resumed: RunEvent = { type: 'run.resumed' };
const failedWriter: RunEvent = {
  type: 'writer.failed',
  key: 'writer|classify|0|0',
  call: 'classify',
  epoch: 0,
  update: 0,
  reason: 'no JSON',
  usage: oneCall,
};

function journalPath(): string {
  return join(tempDir(), 'journal.jsonl');
}

function write(path: string, ...events: readonly RunEvent[]): void {
  const journal = new Journal(path, { now: () => 0 });
  for (const event of events) journal.append(event);
  journal.close();
}

async function read(path: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const { event } of readJournal(path)) events.push(event);
  return events;
}

describe('the journal', () => {
  it('writes one JSON object a line, numbered and dated', () => {
    const path = journalPath();
    write(path, resumed);
    write(path, resumed);
    expect(readFileSync(path, 'utf8')).toBe(
      '{"seq":1,"time":"1970-01-01T00:00:00.000Z","type":"run.resumed"}\n' +
        '{"seq":2,"time":"1970-01-01T00:00:00.000Z","type":"run.resumed"}\n',
    );
  });

  it('records an event with a key once, also across processes', async () => {
    const path = journalPath();
    const event = finished(dev(0, 0), 's1', true, ref);
    write(path, event, event);
    write(path, event, resumed, resumed);
    expect((await read(path)).map(({ type }) => type)).toEqual([
      'rollout.finished',
      'run.resumed',
      'run.resumed',
    ]);
  });

  it('gives back what an earlier process did, and not what this one did', () => {
    const path = journalPath();
    const earlier = finished(dev(0, 0), 's1', true, ref);
    const now = finished(dev(0, 0), 's2', true, ref);
    write(path, earlier);
    const journal = new Journal(path);
    journal.append(now);
    expect(journal.recall(earlier.key)).toEqual(earlier);
    expect(journal.recall(now.key)).toBeUndefined();
    journal.close();
  });

  it('opens and goes on after a kill at any byte', async () => {
    const path = journalPath();
    const events = Array.from({ length: 12 }, (_, i) =>
      finished(dev(0, 0), `sample “${i}”`, i % 2 === 0, ref),
    );
    write(path, ...events);
    const whole = readFileSync(path);
    const last = finished(dev(0, 0), 'last', true, ref);
    for (let bytes = whole.length; bytes >= Math.max(0, whole.length - 2000); bytes--) {
      writeFileSync(path, whole.subarray(0, bytes));
      write(path, last);
      const kept = whole.subarray(0, bytes).lastIndexOf('\n') + 1;
      const lines = whole.toString('latin1', 0, kept).split('\n').length - 1;
      const after = readFileSync(path);
      expect(after.compare(whole, 0, kept, 0, kept), `cut at ${bytes}`).toBe(0);
      expect(after.toString('utf8', kept), `cut at ${bytes}`).toMatch(
        new RegExp(`^\\{"seq":${lines + 1},[^\\n]*"last"[^\\n]*\\n$`),
      );
      if (bytes % 97 === 0) expect(await read(path)).toEqual([...events.slice(0, lines), last]);
    }
  });

  it('counts a broken line in the middle and keeps what follows', async () => {
    const path = journalPath();
    write(path, finished(dev(0, 0), 's1', true, ref));
    appendFileSync(path, '{"seq":2,"ti\n\n{"seq":3,"time":"t","type":"from.the.future"}\n');
    appendFileSync(path, '{"seq":9,"time":"t","type":"rollout.finished","key":7}\n');
    write(path, resumed);
    const journal = new Journal(path);
    expect(journal.corruptLines).toBe(1);
    journal.close();
    const reading = startReading();
    const seqs: number[] = [];
    for await (const { seq } of readJournal(path, reading)) seqs.push(seq);
    expect(seqs).toEqual([1, 10]);
    expect(reading).toMatchObject({ corrupt: 1, unknown: 2 });
  });

  it('tries a fault again that was not sealed, and only once', () => {
    const path = journalPath();
    const fault = errored(dev(0, 0), 's1');
    write(path, fault, failedWriter, updateFinished(1, 0));
    const journal = new Journal(path);
    expect(journal.recall(fault.key)).toBeUndefined();
    expect(journal.has(fault.key)).toBe(false);
    expect(journal.recall(failedWriter.key)).toBeUndefined();
    expect(journal.append(fault)).toBeDefined();
    expect(journal.append(fault)).toBeUndefined();
    journal.close();
  });

  it('stands by a fault once its update was finished', () => {
    const path = journalPath();
    const fault = errored(dev(0, 0), 's1');
    write(path, fault, failedWriter, updateFinished(0, 0));
    const journal = new Journal(path);
    expect(journal.recall(fault.key)).toEqual(fault);
    expect(journal.recall(failedWriter.key)).toEqual(failedWriter);
    expect(journal.append(fault)).toBeUndefined();
    journal.close();
  });

  it('takes the later of a fault and the rollout that replaced it', () => {
    const path = journalPath();
    const retried = finished(dev(0, 0), 's1', true, ref);
    write(path, errored(dev(0, 0), 's1'));
    write(path, retried);
    const journal = new Journal(path);
    expect(journal.recall(retried.key)).toEqual(retried);
    journal.close();
  });

  it('lets a reader go on where it stopped, past a line that is being written', async () => {
    const path = journalPath();
    write(path, resumed);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole + whole.slice(0, 20));
    const reading = startReading();
    for await (const _ of readJournal(path, reading)) continue;
    expect(reading.end).toBe(whole.length);
    appendFileSync(path, whole.slice(20));
    const seqs: number[] = [];
    for await (const { seq } of readJournal(path, reading)) seqs.push(seq);
    expect(seqs).toEqual([1]);
  });

  it('is empty for a reader who comes before the run', async () => {
    expect(await read(join(tempDir(), 'none.jsonl'))).toEqual([]);
  });

  it('keeps 20,000 rollouts without keeping their texts', () => {
    const path = journalPath();
    const long = 'x'.repeat(500);
    const event = (i: number): RunEvent => ({
      ...finished(dev(0, 0), `s${i}`, true, ref),
      skills: [long],
    });
    const journal = new Journal(path);
    for (let i = 0; i < 20_000; i++) journal.append(event(i));
    journal.close();
    let seen = 0;
    const again = new Journal(path, { onEarlier: () => (seen += 1) });
    expect(seen).toBe(20_000);
    expect(again.recall('rollout|dev|0|0||s19999|0')).toEqual(event(19_999));
    expect(again.append(event(5))).toBeUndefined();
    again.close();
  });
});
