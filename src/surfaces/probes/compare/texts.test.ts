import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import type { Arm, MeasuredProbe } from '../lab/measurement';
import { aboutProbe, failureText, outcomeLine } from '../tests/outcomeText';
import { armText, byInterest, rolloutText } from './armText';
import { comparisonText } from './comparisonText';

const hostile = 'Look:\u202e [x](command:evil) <img src=x>\u001b[31m $(zap)\r\nsecond line';

function arm(passed: boolean | null, more: Partial<Arm> = {}): Arm {
  return {
    passed,
    reused: false,
    ...(passed === null
      ? {}
      : {
          status: 'completed',
          transcript: {
            sample: 'a',
            instruction: hostile,
            type: 'other',
            status: 'completed',
            correct: passed,
            answer: hostile,
            expected: [1],
            failureTags: passed ? [] : ['stale_value'],
            actions: [hostile],
            history: [{ role: 'user', content: hostile }],
          },
        }),
    ...more,
  };
}

function probe(outcome: MeasuredProbe['outcome'], before: Arm, after: Arm): MeasuredProbe {
  return { sample: `s-${outcome}`, description: hostile, before, after, outcome };
}

const regressed = probe('regressed', arm(true), arm(false));
const fixed = probe('fixed', arm(false), arm(true, { reused: true }));
const errored = probe('errored', arm(true), arm(null, { reason: 'no server' }));
const skipped = probe('not evaluated', arm(true), arm(null));

describe('texts about probes', () => {
  it('hold nothing that cannot be seen', () => {
    const texts = [
      armText(regressed.after, plainWords),
      rolloutText(regressed.after, 'with this version', plainWords),
      failureText(regressed, plainWords),
      outcomeLine(regressed, plainWords),
      comparisonText(
        hostile,
        {
          samples: [regressed.sample],
          results: new Map([
            [regressed.sample, { probe: regressed, version: { text: '', saved: '' } }],
          ]),
          calls: 2,
          isSimulated: true,
          agent: hostile,
        },
        {
          passed: 0,
          evaluated: 1,
          total: 1,
          fixed: 0,
          regressed: 1,
          errored: 0,
          isOutdated: false,
        },
        plainWords,
      ),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/[\u202e\u001b\r]/);
    }
    expect(texts[4]).toContain('s-regressed · regressed');
    expect(texts[4]).toMatch(/Saved version: passed\n/);
    expect(texts[4]).toMatch(/This version: failed\n/);
    expect(texts[4]).toContain('A simulation and no language model');
  });

  it('say in one line what became of a probe, and why', () => {
    expect(outcomeLine(fixed, plainWords)).toBe('s-fixed: fixed (failed → passed) · reused');
    expect(outcomeLine(errored, plainWords)).toBe('s-errored: errored (passed → errored)');
    expect(outcomeLine(skipped, plainWords)).toBe(
      's-not evaluated: not evaluated (passed → did not run)',
    );
    expect(failureText(regressed, plainWords).split('\n').slice(0, 2)).toEqual([
      's-regressed regressed: stale_value',
      'It passes with the saved version and fails with this one.',
    ]);
    expect(failureText(errored, plainWords)).toContain('not of the skill.\nno server');
    expect(aboutProbe(regressed)).toContain('stale value');
  });

  it('put first what matters most', () => {
    const order = byInterest([skipped, fixed, errored, regressed]).map(({ outcome }) => outcome);
    expect(order).toEqual(['regressed', 'fixed', 'errored', 'not evaluated']);
    expect(rolloutText(skipped.after, 'x', plainWords)).toBe('Result: did not run\n');
  });
});
