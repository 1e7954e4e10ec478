import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../engine/learn/events';
import { editRecords } from './editRecords';
import { editReport } from './editReport';
import { learnJson } from './learnJson';
import { progressLines } from './progressLines';
import { runReport } from './runReport';
import { accepted, pair, runEvents, stateOf } from './testRun';

const plain = createColors(false);
const context = {
  dir: 'runs/first',
  libraryDir: 'skills/mine',
  layout: 'flat',
  files: new Map(),
  seconds: 61.5,
  isSimulated: true,
  colours: plain,
} as const;

function golden(name: string): string {
  return `../../../test/golden/report/${name}`;
}

function decided(decision: 'accept' | 'reject' | 'undo', edit: string): RunEvent {
  return {
    type: 'decisions.taken',
    key: `decisions|${decision}`,
    taken: [
      {
        decision: { edit, decision, reason: 'it suits us', at: '2024-01-01T00:00:00Z' },
        effect: decision === 'accept' ? 'applied' : 'reverted',
        detail: 'Done.',
      },
    ],
  };
}

describe('the closing report', () => {
  it('shows every edit with its evidence, then curve, library, cost and place', async () => {
    const text = runReport(stateOf(runEvents), context).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(golden('run.txt'));
  });

  it('has no control characters but line feeds, whatever models and skills say', () => {
    const text = runReport(stateOf(runEvents), context).join('\n');

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('claims no simulation when a language model played', () => {
    const text = runReport(stateOf(runEvents), { ...context, isSimulated: false }).join('\n');
    expect(text).not.toContain('simulation');
  });
});

describe('the progress of a run', () => {
  it('leaves a line or a few for everything a person wants to know', async () => {
    const lines = [
      ...runEvents,
      decided('accept', pair.id),
      {
        type: 'run.waiting',
        epoch: 0,
        update: 0,
        edits: [accepted.id],
      } satisfies RunEvent,
    ].flatMap((event) => progressLines(event, context));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('progress.txt'));
  });
});

describe('learn --json', () => {
  const facts = {
    run: 'first',
    dir: 'runs/first',
    method: 'grasp',
    agent: 'toy',
    isSimulated: true,
    seconds: 61.5,
  };

  it('holds the whole outcome', async () => {
    const json = JSON.stringify(learnJson(stateOf(runEvents), facts), null, 2);
    await expect(`${json}\n`).toMatchFileSnapshot(golden('learn.json'));
  });

  it('tells what stopped a run', () => {
    const events: RunEvent[] = [
      ...runEvents.slice(0, -1),
      { type: 'run.stopped', reason: 'budget', message: 'spent' },
    ];
    expect(learnJson(stateOf(events), facts)).toMatchObject({
      status: 'stopped',
      stopped: { reason: 'budget', message: 'spent' },
    });
  });
});

describe('what became of an edit', () => {
  it('is an override when the author decided against the gate', () => {
    const [first] = editRecords(stateOf([...runEvents, decided('accept', pair.id)]));
    expect(first?.override).toEqual({ decision: 'accept', reason: 'it suits us' });
  });

  it('says what was measured beside the word against it', () => {
    const event = decided('accept', pair.id);
    if (event.type !== 'decisions.taken') throw new Error('a decision was expected');
    const evidence = '0 fixed, 1 regressed of 5 probes';
    const taken = event.taken.map((one) => ({
      ...one,
      decision: { ...one.decision, evidence },
      override: { by: 'author', verdict: 'rejected', reason: '', at: '', evidence } as const,
    }));
    const known = { ...event, taken };
    const [first] = editRecords(stateOf([...runEvents, known]));
    expect(first && editReport(first, plain, 'flat').join('\n')).toContain(
      `  measured: ${evidence}`,
    );
    const [line] = progressLines(known, { dir: '.', colours: plain });
    expect(line).toMatch(
      /Against the gate, which said rejected \(0 fixed, 1 regressed of 5 probes\)\.$/,
    );
  });

  it('is none when the author agreed with it, or took the word back', () => {
    const agreed = editRecords(stateOf([...runEvents, decided('reject', pair.id)]));
    expect(agreed[0]?.override).toBeNull();
    const undone = editRecords(stateOf([...runEvents, decided('undo', pair.id)]));
    expect(undone[0]?.override).toBeNull();
  });

  it('is told of a decision that could not be carried out', () => {
    const stale = decided('reject', accepted.id);
    if (stale.type !== 'decisions.taken') throw new Error('a decision was expected');
    const taken = stale.taken.map((one) => ({
      ...one,
      effect: 'stale' as const,
      detail: '"read_dates" has changed since.',
    }));
    const report = runReport(stateOf([...runEvents, { ...stale, taken }]), context).join('\n');
    expect(report).toContain('Decisions of yours that could not be carried out');
    expect(report).toContain(`reject ${accepted.id}: "read_dates" has changed since.`);
  });

  it('is not applied any more when the author took it out', () => {
    const events: RunEvent[] = [
      ...runEvents,
      {
        type: 'library.changed',
        key: 'library|2',
        cause: { kind: 'decision', id: accepted.id },
        applied: [],
        files: {},
        names: [],
        inForce: [],
      },
      decided('reject', accepted.id),
    ];
    expect(editRecords(stateOf(events))[1]).toMatchObject({ applied: false, kept: false });
  });
});
