/**
 * The random numbers of the published runs: MT19937 (Matsumoto and Nishimura, 1998) seeded and drawn from
 * the way CPython's `random.Random(str)` does it, so that a published seed gives the published shuffles.
 */
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Rng } from './ports';

const N = 624;
const M = 397;

/** Reads a big-endian integer as 32-bit words, least significant word first. */
function words(bigEndian: Uint8Array): Uint32Array {
  const key = new Uint32Array(Math.max(1, Math.ceil(bigEndian.length / 4)));
  for (let i = 0; i < bigEndian.length; i++) {
    const byte = bigEndian[bigEndian.length - 1 - i] ?? 0;
    key[i >> 2] = (key[i >> 2] ?? 0) | (byte << (8 * (i & 3)));
  }
  return key;
}

/** `init_by_array` of the reference implementation. */
function seedState(key: Uint32Array): Uint32Array {
  const mt = new Uint32Array(N);
  const at = (i: number): number => mt[i] ?? 0;
  const mix = (i: number): number => at(i - 1) ^ (at(i - 1) >>> 30);
  mt[0] = 19650218;
  for (let i = 1; i < N; i++) mt[i] = Math.imul(1812433253, mix(i)) + i;
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, key.length); k > 0; k--) {
    mt[i] = (at(i) ^ Math.imul(mix(i), 1664525)) + (key[j] ?? 0) + j;
    if (++i >= N) {
      mt[0] = at(N - 1);
      i = 1;
    }
    if (++j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    mt[i] = (at(i) ^ Math.imul(mix(i), 1566083941)) - i;
    if (++i >= N) {
      mt[0] = at(N - 1);
      i = 1;
    }
  }
  mt[0] = 0x80000000;
  return mt;
}

export class PythonRandom implements Rng {
  readonly #mt: Uint32Array;
  #index = N;

  constructor(seed: string) {
    const bytes = utf8ToBytes(seed);
    this.#mt = seedState(words(concatBytes(bytes, sha512(bytes))));
  }

  #next(): number {
    if (this.#index >= N) this.#twist();
    let y = this.#mt[this.#index++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const mt = this.#mt;
    for (let i = 0; i < N; i++) {
      const y = ((mt[i] ?? 0) & 0x80000000) | ((mt[(i + 1) % N] ?? 0) & 0x7fffffff);
      mt[i] = (mt[(i + M) % N] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }

  /** Uniform in [0, n) by rejection, `n` at most 2^32. @throws RangeError for n < 1. */
  below(n: number): number {
    if (n < 1) throw new RangeError(`below(${n})`);
    const bits = 32 - Math.clz32(n);
    let value: number;
    do value = this.#next() >>> (32 - bits);
    while (value >= n);
    return value;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = out[i] as T;
      out[i] = out[j] as T;
      out[j] = held;
    }
    return out;
  }

  sample<T>(items: readonly T[], count: number): T[] {
    const n = items.length;
    if (count > n) throw new RangeError(`sample of ${count} from ${n}`);
    // CPython takes a pool copy or a set of taken indexes, whichever it reckons smaller; both draw differently.
    let poolUpTo = 21;
    if (count > 5) poolUpTo += 4 ** Math.ceil(Math.log(count * 3) / Math.log(4));
    const out: T[] = [];
    if (n <= poolUpTo) {
      const pool = [...items];
      for (let i = 0; i < count; i++) {
        const j = this.below(n - i);
        out.push(pool[j] as T);
        pool[j] = pool[n - i - 1] as T;
      }
      return out;
    }
    const taken = new Set<number>();
    for (let i = 0; i < count; i++) {
      let j = this.below(n);
      while (taken.has(j)) j = this.below(n);
      taken.add(j);
      out.push(items[j] as T);
    }
    return out;
  }
}
