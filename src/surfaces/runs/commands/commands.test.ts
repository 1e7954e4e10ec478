import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Meter } from '../../../backends/meter';
import { estimateLines } from '../../../cli/report/estimateLines';
import { estimateRows } from './estimateRows';
import { newRunName } from './newRunName';
import { isCap, proposedCap } from './raisedCap';

describe('the estimate', () => {
  it('is taken apart line by line, as the command line prints it', () => {
    const range = { min: 160, likely: 237, max: 1_184 };
    const lines = estimateLines({ rollouts: range, calls: range, tokens: range, usd: null }, false);
    expect(estimateRows(lines)).toEqual([
      { label: 'rollouts', text: 'about 237 (at least 160, at most 1,184)' },
      { label: 'model calls', text: 'about 237 (at least 160, at most 1,184)' },
      { label: 'tokens', text: 'about 237 (at least 160, at most 1.2k) (rough)' },
      { label: 'cost', text: 'unknown: the preset names no prices' },
    ]);
    expect(estimateRows([])).toEqual([]);
  });
});

describe('the name of a new run', () => {
  const now = new Date(2026, 0, 2, 3, 4, 5);

  it('is the wished one or the time, whichever is free', async () => {
    const runs = mkdtempSync(join(tmpdir(), 'names-'));
    expect(await newRunName(runs, undefined, now)).toBe('20260102_030405');
    expect(await newRunName(runs, 'mine', now)).toBe('mine');
    mkdirSync(join(runs, 'mine'));
    expect(await newRunName(runs, 'mine', now)).toBe('20260102_030405');
    mkdirSync(join(runs, '20260102_030405'));
    expect(await newRunName(runs, 'mine', now)).toBe('20260102_030405_2');
    expect(await newRunName(join(runs, 'missing'), undefined, now)).toBe('20260102_030405');
  });
});

describe('a raised budget', () => {
  it('is the one that a run proposes when its budget is spent', () => {
    const meter = new Meter({ calls: 10 });
    meter.startFrom({ calls: 10, inputTokens: 0, outputTokens: 0, usd: 0, reused: 0 }, 0);
    const message = said(() => meter.check(0));
    expect(message).toContain('budget');
    expect(proposedCap(message)).toMatch(/^budget\.calls=\d+$/);
  });

  it.each([
    ['To go on: --set budget.usd=1.50 --resume', 'budget.usd=1.50'],
    ['To go on: --set budget.calls=20.', 'budget.calls=20'],
    ['To go on: --set output_dir=/etc', undefined],
    ['It is spent.', undefined],
  ])('in %j it is %j', (message, cap) => {
    expect(proposedCap(message)).toBe(cap);
  });

  it('is a cap and a number', () => {
    expect(isCap('budget.minutes=30')).toBe(true);
    for (const text of ['budget.calls=', 'budget.calls=many', 'cycle.epochs=3', 'budget.calls=1 --force'])
      expect(isCap(text)).toBe(false);
  });
});

function said(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}
