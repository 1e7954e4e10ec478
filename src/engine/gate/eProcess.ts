/**
 * Evidence that may be looked at as often as one likes. A fair coin is bet on, pair by pair: where the edit does
 * nothing, either arm of a fresh discordant pair is as likely to be the one that passed, whatever the sample and
 * however flaky it is. The stake grows by 2p on a win and 2(1 − p) on a loss, with p fixed before the pair is run.
 * Whatever is bet and whenever it is stopped, a fair coin lets the stake ever reach 1/α with a chance of α at most
 * (J. Ville, "Étude critique de la notion de collectif", 1939; as a test: G. Shafer, "Testing by betting",
 * J. R. Stat. Soc. A 184, 2021; A. Ramdas et al., "Game-theoretic statistics and safe anytime-valid inference",
 * Stat. Sci. 38, 2023).
 */
export interface Stake {
  /** Natural logarithm of what a stake of 1 has become. */
  readonly log: number;
  /** The most `log` has been. */
  readonly peak: number;
}

export const firstStake: Stake = { log: 0, peak: 0 };

/** Bets beyond this gain little when right and lose all when wrong. */
const BOLDEST = 0.98;

/** A chance of winning as it may be bet: never against the claim, never all. */
export function boldness(chance: number): number {
  return Math.min(BOLDEST, Math.max(0.5, chance));
}

/** What a batch of pairs does to the stake. Each bet `p` was made before any of the batch was run. */
export function settle(
  stake: Stake,
  bets: readonly { readonly p: number; readonly won: boolean }[],
): Stake {
  const gain = bets.reduce((sum, { p, won }) => sum + Math.log(2 * (won ? p : 1 - p)), 0);
  // Within a batch there is no order to stop in: only its end counts.
  const log = stake.log + gain;
  return { log, peak: Math.max(stake.peak, log) };
}

/** The p-value that stays valid however often it is looked at: 1 over the most the stake has been. */
export function anytimeP(stake: Stake): number {
  return Math.exp(-stake.peak);
}

/** What a discordant pair is expected to add to the stake's logarithm if it is won with chance `p`, and p is bet. */
export function growth(p: number): number {
  const lost = p >= 1 ? 0 : (1 - p) * Math.log(2 * (1 - p));
  return p * Math.log(2 * p) + lost;
}
