import { describe, expect, it } from 'vitest';
import type { OutcomeKind, ProbeOutcome, Score } from '../types';
import { arithmetic, explainStanding, explainWin } from './verdictText';

const score = (
  fixes: number,
  regressions = 0,
  baselineFixes = 0,
  baselineRegressions = 0,
): Score => ({
  fixes,
  regressions,
  invalidActionRegressions: 0,
  baselineFixes,
  baselineRegressions,
  adjusted: fixes - baselineFixes - (regressions - baselineRegressions),
});

/** `fixed!`: the outcome of a probe that fails with the current library. */
const outcomes = (...specs: string[]): ProbeOutcome[] =>
  specs.map((spec, i) => ({
    sample: `s${i}`,
    outcome: spec.replace('!', '') as OutcomeKind,
    passedBefore: spec.includes('passing') || spec.includes('regressed'),
    baselineCorrect: !spec.endsWith('!'),
  }));

describe('a verdict in one sentence', () => {
  it.each([
    ['It fixed no failing probe.', score(0), outcomes('still failing!'), true],
    [
      'It fixed no failing probe, and the current library alone fixes 1.',
      score(0, 0, 1),
      outcomes('still failing'),
      true,
    ],
    [
      'It fixed 2 failing probes, no more than the current library does by itself.',
      score(2, 0, 2),
      outcomes('fixed', 'fixed'),
      true,
    ],
    [
      'It fixed 2 and broke 2, which is no gain over the current library.',
      score(2, 2, 0, 2),
      outcomes('fixed!', 'regressed'),
      true,
    ],
    [
      'The current library passes every probe of the set already: there was nothing to gain.',
      score(0),
      outcomes('not evaluated', 'not evaluated'),
      false,
    ],
    [
      'It did not fix the one probe that fails with the current library, so the rest was not run.',
      score(0),
      outcomes('still failing!', 'not evaluated', 'not evaluated'),
      false,
    ],
    [
      'It fixed none of the 2 probes that fail with the current library, so the rest was not run.',
      score(0),
      outcomes('still failing!', 'still failing!', 'not evaluated'),
      false,
    ],
    [
      'What it gained could no longer outweigh what it lost, so the rest was not run.',
      score(1, 1),
      outcomes('fixed!', 'regressed', 'not evaluated'),
      false,
    ],
  ])('%s', (sentence, sum, probes, complete) => {
    expect(explainStanding('no gain', { score: sum, outcomes: probes, complete })).toBe(sentence);
  });

  it('says how many it broke, against how many break anyway', () => {
    const evidence = {
      score: score(3, 2, 0, 1),
      outcomes: outcomes('regressed', 'regressed', 'not evaluated'),
    };
    expect(explainStanding('regresses', { ...evidence, complete: true })).toBe(
      'It broke 2 passing probes; the current library alone breaks 1.',
    );
    expect(explainStanding('regresses', { ...evidence, complete: false })).toContain(
      'The probe ended there, after 2 of 3.',
    );
  });

  it('says how much could be evaluated', () => {
    const probes = outcomes('fixed!', 'errored', 'errored');
    expect(
      explainStanding('inconclusive', { score: score(1), outcomes: probes, complete: true }),
    ).toBe('Only 1 of 3 probes could be evaluated; the others met faults.');
  });

  it('says what a winner did beyond the current library', () => {
    expect(explainWin(score(1))).toBe('It fixed 1 failing probe and broke none.');
    expect(explainWin(score(4, 1, 1, 1))).toBe(
      'It fixed 4 failing probes and broke 1 (the current library alone: 1 fixed, 1 broken).',
    );
  });

  it('shows its arithmetic', () => {
    expect(arithmetic(score(4, 0, 1), 2)).toBe('+3 = (4 − 1 fixed) − (0 − 0 regressed)');
    expect(arithmetic({ ...score(0, 1), invalidActionRegressions: 1, adjusted: -2 }, 2)).toBe(
      '−2 = (0 − 0 fixed) − (1 − 0 regressed) − 1 × 1 invalid action',
    );
  });
});
