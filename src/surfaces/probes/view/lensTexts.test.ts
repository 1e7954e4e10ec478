import { describe, expect, it } from 'vitest';
import { plainWords } from '../../common/plainWords';
import { emptyState, type SessionState, type Tally } from '../session/sessionState';
import { lensTexts } from './lensTexts';

const tally: Tally = {
  passed: 7,
  evaluated: 8,
  total: 8,
  fixed: 2,
  regressed: 0,
  errored: 0,
  isOutdated: false,
};

function titles(state: Partial<SessionState> = {}, known?: Tally, isTrusted = true): string[] {
  const view = {
    state: { ...emptyState, ...state },
    tally: known,
    isTrusted,
    spend: { used: 3, most: 500 },
  };
  return lensTexts(view, plainWords).map(({ title }) => title);
}

describe('the lenses', () => {
  it('say what there is to say, in words', () => {
    expect(titles()).toEqual([
      'Probes have not run yet',
      '$(beaker) Run probes',
      '$(eye-closed) Live: off',
    ]);
    expect(titles({ calls: 12, isLive: true, isSimulated: true }, tally)).toEqual([
      '7/8 pass · +2 fixed · 0 regressed · 12 calls · simulated',
      '$(beaker) Run probes',
      '$(eye) Live: on',
    ]);
    expect(titles({ calls: 1 }, { ...tally, errored: 1, isOutdated: true })[0]).toBe(
      '7/8 pass · +2 fixed · 0 regressed · 1 errored · 1 call · outdated',
    );
    expect(titles({ activity: { kind: 'probing', done: 3, of: 8 } }, tally)).toEqual([
      '3 of 8…',
      '$(debug-stop) Stop',
      '$(eye-closed) Live: off',
    ]);
    expect(titles({ activity: { kind: 'pause' }, isLive: true }, tally)[1]).toContain('Run');
  });

  it('keep the old score beside a trouble, and do not take text for icons', () => {
    const outdated = { ...tally, isOutdated: true };
    const text = titles(
      { trouble: { kind: 'text', message: 'a.md:2: $(zap) no\n  Mend.' } },
      outdated,
    );
    expect(text[0]).toBe(
      '$(warning) Not a valid skill as it stands · 7/8 pass · +2 fixed · 0 regressed · 0 calls · outdated',
    );
    const setup = titles({ trouble: { kind: 'setup', message: 'a.yaml:2: $(zap) no\n  Mend.' } });
    expect(setup[0]).toBe('$(warning) a.yaml:2: $ (zap) no');
    expect(titles({ trouble: { kind: 'limit', message: '500' } })[0]).toBe(
      '$(warning) Call limit (500) reached: allow more',
    );
  });

  it('are as many, whatever happens', () => {
    const states: Partial<SessionState>[] = [
      {},
      { activity: { kind: 'opening' } },
      { activity: { kind: 'drawing', done: 0, of: 0 } },
      { activity: { kind: 'drawing', done: 1, of: 20 } },
      { activity: { kind: 'probing', done: 1, of: 20 } },
      { trouble: { kind: 'halted', message: 'x' } },
      { trouble: { kind: 'bug', message: '' } },
      { trouble: { kind: 'setup', message: 'x' }, isLive: true },
    ];
    expect(states.map((state) => titles(state).length)).toEqual(states.map(() => 3));
    expect(titles({}, tally, false)).toEqual(['Probes are off: this workspace is not trusted']);
  });
});
