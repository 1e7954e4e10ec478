import { describe, expect, it } from 'vitest';
import { boundedMatch, PatternTooSlow } from './boundedMatch';
import { gradeRegex } from './regex';

describe('regex', () => {
  it('searches the whole reply, with flags', () => {
    const spec = { kind: 'regex', pattern: '^ok$', flags: 'im' } as const;
    expect(gradeRegex(spec, 'first\nOK\nlast').pass).toBe(true);
    expect(gradeRegex({ ...spec, flags: 'm' }, 'first\nOK\nlast')).toMatchObject({
      pass: false,
      tag: 'pattern_missing',
      why: 'does not match /^ok$/m',
    });
  });

  it('stops a pattern that backtracks without end', () => {
    const started = performance.now();
    expect(() => boundedMatch('^(a+)+$', '', `${'a'.repeat(60)}b`)).toThrow(PatternTooSlow);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('gives groups as texts, and nothing of another realm', () => {
    expect(boundedMatch('(a)|(b)', '', 'xb')).toEqual(['b', null, 'b']);
    expect(boundedMatch('z', '', 'xb')).toBeUndefined();
  });

  it('never runs a pattern or a reply as code', () => {
    const hostile = '(?:globalThis.process.exit(1))`${text}`';
    expect(boundedMatch(hostile, '', hostile)).toBeUndefined();
  });
});
