import { describe, expect, it } from 'vitest';
import { calibrate, combine, flipRates, isDeterministic, uncalibrated } from './calibration';
import { chanceOfAtLeast, effectOf } from './effect';
import { anytimeP, boldness, firstStake, growth, settle, type Stake } from './eProcess';
import { errorShare } from './errorBudget';
import { wilson } from './interval';
import { meanPassAllOf, passAllOf } from './passK';
import { changeRatio, forecast, type ProbeEvidence } from './probeEvidence';

describe('the interval of a rate', () => {
  it('is the score interval worked out by hand', () => {
    const half = wilson(5, 10);
    expect(half.low).toBeCloseTo(0.236593, 5);
    expect(half.high).toBeCloseTo(0.763407, 5);
  });

  it('reaches z² / (n + z²) when nothing was seen, and ends at 0', () => {
    expect(wilson(0, 250)).toEqual({ rate: 0, low: 0, high: expect.closeTo(0.0151332, 6) });
    expect(wilson(250, 250).high).toBe(1);
    expect(wilson(0, 0)).toEqual({ rate: 0, low: 0, high: 1 });
  });

  it('refuses more hits than trials', () => {
    expect(() => wilson(3, 2)).toThrow(RangeError);
  });
});

describe('pass^n', () => {
  it('is the share of picks in which every rollout passed', () => {
    expect(passAllOf(2, 3, 4)).toBeCloseTo(3 / 6, 12);
    expect(passAllOf(3, 5, 8)).toBeCloseTo(10 / 56, 12);
    expect(passAllOf(1, 5, 8)).toBeCloseTo(5 / 8, 12);
    expect(passAllOf(3, 2, 8)).toBe(0);
  });

  it('is unknown with too few rollouts, and refuses counts that cannot be', () => {
    expect(passAllOf(3, 2, 2)).toBeNull();
    expect(() => passAllOf(1, 3, 2)).toThrow(RangeError);
    expect(() => passAllOf(0, 1, 2)).toThrow(RangeError);
  });

  it('estimates r^n without bias', () => {
    const r = 0.7;
    const choose = [1, 5, 10, 10, 5, 1];
    const mean = choose.reduce(
      (sum, ways, c) => sum + ways * r ** c * (1 - r) ** (5 - c) * (passAllOf(3, c, 5) ?? 0),
      0,
    );
    expect(mean).toBeCloseTo(r ** 3, 12);
  });

  it('is averaged over the samples that have enough rollouts', () => {
    const samples = [
      { passes: 3, repeats: 4 },
      { passes: 4, repeats: 4 },
      { passes: 1, repeats: 1 },
    ];
    expect(meanPassAllOf(2, samples)).toBeCloseTo(0.75, 12);
    expect(meanPassAllOf(5, samples)).toBeNull();
  });
});

describe('calibration', () => {
  it('counts a flip where repeats of a sample disagree, by what the sample usually does', () => {
    const counts = calibrate([
      [true, true],
      [true, false],
      [false, false, false],
      [true, true, false],
      [true],
    ]);
    expect(counts.passing.repeats).toBe(4);
    expect(counts.passing.flips).toBeCloseTo(1 + 4 / 3, 12);
    expect(counts.failing).toEqual({ repeats: 2, flips: 0 });
  });

  it('turns disagreement into the rate at which a rollout flips', () => {
    // Two rollouts that flip at 10 % differ in 18 %; on so many repeats the prior weighs nothing.
    const counts = { repeats: 1e6, flips: 0.18e6 };
    const { passing } = flipRates({ passing: counts, failing: counts });
    expect(passing.rate).toBeCloseTo(0.1, 4);
    expect(passing.low).toBeLessThan(0.1);
    expect(passing.high).toBeGreaterThan(0.1);
  });

  it('trusts an agent as deterministic after 250 repeats without a flip, or when told', () => {
    const seen = (repeats: number, flips: number) => ({
      passing: { repeats, flips },
      failing: { repeats: 0, flips: 0 },
    });
    expect(isDeterministic(seen(249, 0))).toBe(false);
    expect(isDeterministic(seen(250, 0))).toBe(true);
    expect(isDeterministic(seen(5000, 1))).toBe(false);
    expect(isDeterministic({ ...uncalibrated, deterministic: true })).toBe(true);
    expect(isDeterministic({ ...seen(10, 1), deterministic: true })).toBe(false);
  });

  it('adds up what separate runs have seen', () => {
    const half = calibrate(Array.from({ length: 125 }, () => [true, true]));
    expect(isDeterministic(half)).toBe(false);
    expect(isDeterministic(combine(half, half))).toBe(true);
  });
});

describe('the stake', () => {
  it('grows by 2p on a win and by 2(1 − p) on a loss', () => {
    const won = settle(
      firstStake,
      Array.from({ length: 7 }, () => ({ p: 0.9, won: true })),
    );
    expect(anytimeP(won)).toBeCloseTo(1 / 1.8 ** 7, 12);
    const lost = settle(won, [{ p: 0.75, won: false }]);
    expect(Math.exp(lost.log)).toBeCloseTo(1.8 ** 7 / 2, 9);
    expect(lost.peak).toBe(won.log);
  });

  it('keeps its error rate on a fair coin, however it is bet on and stopped', () => {
    const flips = 14;
    let mean = 0;
    const ever = [0.2, 0.05, 0.01].map((level) => ({ level, share: 0 }));
    for (let code = 0; code < 2 ** flips; code++) {
      let stake: Stake = firstStake;
      let wins = 0;
      for (let i = 0; i < flips; i++) {
        const won = ((code >> i) & 1) === 1;
        // Bold after wins, timid after losses: the bet may use all that came before.
        stake = settle(stake, [{ p: boldness((wins + 1) / (i + 1)), won }]);
        if (won) wins += 1;
      }
      mean += Math.exp(stake.log) / 2 ** flips;
      for (const one of ever) if (anytimeP(stake) <= one.level) one.share += 1 / 2 ** flips;
    }
    expect(mean).toBeCloseTo(1, 9);
    for (const { level, share } of ever) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(level);
    }
  });

  it('never bets against the claim, and never everything', () => {
    expect([boldness(0.2), boldness(0.7), boldness(1)]).toEqual([0.5, 0.7, 0.98]);
    expect(growth(0.5)).toBe(0);
    expect(growth(1)).toBeCloseTo(Math.log(2), 12);
  });

  it('has shares for any number of candidates that stay within one budget', () => {
    expect(errorShare(1)).toBeCloseTo(0.607927, 6);
    const all = Array.from({ length: 10_000 }, (_, i) => errorShare(i + 1));
    const sum = all.reduce((a, b) => a + b, 0);
    expect(sum).toBeLessThan(1);
    expect(sum).toBeGreaterThan(0.9999);
  });
});

describe('how many probes an edit fixes', () => {
  it('follows the hand-computed distribution', () => {
    expect(effectOf([3]).chances).toEqual([0.25, 0.75]);
    const two = effectOf([2, 4]);
    expect(two.chances.map((chance) => 12 * chance)).toEqual(
      [1, 3, 8].map((n) => expect.closeTo(n, 12)),
    );
    expect(two.rate).toBeCloseTo(19 / 24, 12);
    expect(chanceOfAtLeast(two, 0.5)).toBeCloseTo(11 / 12, 12);
    expect(chanceOfAtLeast(two, 1)).toBeCloseTo(8 / 12, 12);
  });

  it('is any number alike while nothing speaks for or against', () => {
    const effect = effectOf([1, 1, 1, 1]);
    for (const chance of effect.chances) expect(chance).toBeCloseTo(0.2, 12);
    expect(effectOf([])).toMatchObject({ of: 0, rate: 0 });
  });

  it('stays a distribution over many probes with strong evidence', () => {
    const effect = effectOf(Array.from({ length: 100 }, (_, i) => (i < 40 ? 1e6 : 1e-6)));
    expect(effect.rate).toBeCloseTo(0.4, 2);
    expect(effect.chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });
});

describe('the evidence of one probe', () => {
  const rates = { passing: 0.1, failing: 0.1 };
  const probe = (
    passedBefore: boolean,
    baseline: [number, number],
    candidate: [number, number],
  ): ProbeEvidence => ({
    sample: 's',
    passedBefore,
    baseline: { passes: baseline[0], fails: baseline[1] },
    candidate: { passes: candidate[0], fails: candidate[1] },
    won: 0,
    lost: 0,
  });

  it('weighs a fix as computed by hand', () => {
    // Fixed: 0.9 · 0.9. Unchanged: 0.9 · 0.09 + 0.05 · 0.09 + 0.05 · 1/6.
    const unchanged = 0.081 + 0.0045 + 0.05 / 6;
    expect(changeRatio(probe(false, [0, 1], [1, 0]), rates)).toBeCloseTo(0.81 / unchanged, 9);
  });

  it('treats a fix and a break alike, seen from either side', () => {
    const fix = changeRatio(probe(false, [0, 3], [2, 1]), rates);
    expect(changeRatio(probe(true, [3, 0], [1, 2]), rates)).toBeCloseTo(fix, 9);
  });

  it('does not take a coin for a change', () => {
    // Changed: (0.9⁴ · 0.1⁴)². Unchanged: 0.95 times as much, and 0.05 · 8! · 8! / 17! for a coin.
    const changed = (0.9 * 0.1) ** 8;
    const unchanged = 0.95 * changed + (0.05 * 40320 * 40320) / 355687428096000;
    expect(changeRatio(probe(true, [4, 4], [4, 4]), rates)).toBeCloseTo(changed / unchanged, 9);
    expect(changed / unchanged).toBeLessThan(0.02);
  });

  it('expects an unchanged probe to come out either way, and a changed one to show it', () => {
    const seen = probe(false, [0, 2], [2, 0]);
    expect(forecast(seen, 0, rates).shows).toBeCloseTo(0.5, 12);
    const sure = forecast(seen, 1, rates);
    expect(sure.discordant).toBeCloseTo(0.82, 12);
    expect(sure.shows).toBeCloseTo(0.81 / 0.82, 12);
  });
});
