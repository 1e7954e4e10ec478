import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../engine/learn/events';
import { noUsage } from '../../engine/usage';
import { progressLines } from './progressLines';
import { noProposals, tallyProposal } from './proposalTally';

const place = { key: 'x', epoch: 0, update: 0 } as const;

function proposed(k: number, raw: readonly string[], refused: readonly string[] = []): RunEvent {
  return {
    ...place,
    type: 'proposal.made',
    k,
    label: null,
    raw,
    refused: refused.map((edit) => ({ edit, reason: 'no' })),
  };
}

function failed(call: 'propose' | 'revise', k: number): RunEvent {
  return { ...place, type: 'writer.failed', call, k, reason: 'no JSON', usage: noUsage };
}

const started: RunEvent = {
  ...place,
  type: 'update.started',
  batch: ['a'],
  updates: 1,
  library: [],
};

function lastLine(events: readonly RunEvent[], candidates: readonly string[] = []): string {
  const finished: RunEvent = {
    ...place,
    type: 'update.finished',
    scope: '0|0',
    batchSize: 5,
    batchCorrect: 2,
    batchErrored: 0,
    candidates,
    winner: null,
    recovery: false,
  };
  const view = { dir: 'runs/first', colours: createColors(false) };
  return progressLines(finished, view, events.reduce(tallyProposal, noProposals)).join('\n');
}

it('an update without candidates says what became of its proposals', () => {
  const events = [
    started,
    proposed(0, []),
    proposed(1, ['edit'], ['edit']),
    failed('propose', 2),
    proposed(2, []),
    proposed(3, []),
  ];
  expect(lastLine(events)).toBe(
    'epoch 0, update 0: batch 2/5, no usable proposal (2 empty, 1 refused, 1 unreadable), nothing applied',
  );
});

it('an update does not speak of the proposals of the one before it', () => {
  expect(lastLine([started, proposed(0, []), started])).toContain('0 candidates');
});

it('a revision that failed is no proposal, and candidates are counted as ever', () => {
  expect(lastLine([started, failed('revise', 0)])).toContain('0 candidates');
  expect(lastLine([started, proposed(0, [])], ['e0-u0-a'])).toContain('1 candidate,');
});
