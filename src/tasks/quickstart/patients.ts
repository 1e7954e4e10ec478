import type { PythonRandom } from '../../engine/random';
import type { Rng } from '../../engine/ports';
import { CURRENT_TIME, HOUR_MS, MAGNESIUM, type Observation } from './observation';

/** Whether the record holds a magnesium value of the last 24 hours. */
export type PatientKind = 'recent' | 'none';

export interface Patient {
  /** `S` and seven digits. */
  readonly number: string;
  readonly kind: PatientKind;
  /** In the order the server returns them, which is not the order in time. */
  readonly observations: readonly Observation[];
}

/** Other values of the record, there to be passed over. */
const otherLabs = [
  { code: 'K', unit: 'mmol/L', low: 32, high: 54 },
  { code: 'CA', unit: 'mg/dL', low: 80, high: 105 },
  { code: 'NA', unit: 'mmol/L', low: 1310, high: 1460 },
  { code: 'PHOS', unit: 'mg/dL', low: 22, high: 48 },
] as const;

/** Every so many recent patients, the newest value has two decimals, or is more than twelve hours old. */
const TWO_DECIMALS_EVERY = 3;
const HALF_A_DAY_OLD_EVERY = 2;

/** Patients of a split: half of each kind, in mixed order. Equal generators give equal patients. */
export function makePatients(rng: PythonRandom, count: number, taken: Set<string>): Patient[] {
  const kinds = rng.shuffle(
    Array.from({ length: count }, (_, i): PatientKind => (i % 2 === 0 ? 'recent' : 'none')),
  );
  let recent = 0;
  return kinds.map((kind) => makePatient(rng, kind, kind === 'recent' ? recent++ : 0, taken));
}

function makePatient(rng: Rng, kind: PatientKind, nth: number, taken: Set<string>): Patient {
  const number = freshNumber(rng, taken);
  const magnesium = [...recentAges(rng, kind, nth), ...olderAges(rng)];
  const values = distinctValues(rng, magnesium.length);
  if (kind === 'recent' && nth % TWO_DECIMALS_EVERY === 1) {
    values[0] = ((values[0] ?? 0) * 100 + 1 + rng.below(8)) / 100;
  }
  const drafts = magnesium.map((age, i) => ({
    code: MAGNESIUM as string,
    age,
    value: round(values[i] ?? 0),
    unit: 'mg/dL',
  }));
  const others = rng.sample(otherLabs, 2).map(({ code, unit, low, high }) => ({
    code: code as string,
    age: hours(rng, 1, 60),
    value: (low + rng.below(high - low)) / 10,
    unit: unit as string,
  }));
  const observations = newestNotFirst(rng.shuffle([...drafts, ...others])).map((each, i) => ({
    id: `${number.slice(1)}-${i + 1}`,
    patient: number,
    code: each.code,
    time: timeAgo(each.age),
    value: each.value,
    unit: each.unit,
  }));
  return { number, kind, observations };
}

function freshNumber(rng: Rng, taken: Set<string>): string {
  let number: string;
  do number = `S${1_000_000 + rng.below(9_000_000)}`;
  while (taken.has(number));
  taken.add(number);
  return number;
}

/** Ages in minutes of the values inside the window, newest first. */
function recentAges(rng: Rng, kind: PatientKind, nth: number): number[] {
  if (kind === 'none') return [];
  const newest = nth % HALF_A_DAY_OLD_EVERY === 1 ? hours(rng, 13, 19) : hours(rng, 1, 9);
  // The second value often falls on the same day as the first.
  return rng.below(3) === 0 ? [newest] : [newest, newest + hours(rng, 1, 4)];
}

/** Ages in minutes of values outside the window, the newest of them not long outside. */
function olderAges(rng: Rng): number[] {
  const nearest = 24 * 60 + 5 + hours(rng, 0, 20);
  const count = 1 + rng.below(3);
  return [nearest, ...Array.from({ length: count }, () => nearest + hours(rng, 5, 900))];
}

/** Minutes, in steps of five, between two numbers of hours. */
function hours(rng: Rng, low: number, high: number): number {
  return low * 60 + 5 * rng.below((high - low) * 12);
}

/** Values of one decimal between 1.1 and 2.8, no two alike. */
function distinctValues(rng: Rng, count: number): number[] {
  const tenths = Array.from({ length: 18 }, (_, i) => 11 + i);
  return rng.sample(tenths, count).map((value) => value / 10);
}

/** Whoever takes the first magnesium entry for the newest must be wrong. */
function newestNotFirst<T extends { readonly code: string; readonly age: number }>(
  items: readonly T[],
): T[] {
  const out = [...items];
  const places = out.flatMap((each, i) => (each.code === MAGNESIUM ? [i] : []));
  const [first, second] = places;
  if (first === undefined || second === undefined) return out;
  const a = out[first];
  const b = out[second];
  const youngest = Math.min(...places.map((i) => out[i]?.age ?? Infinity));
  if (a?.age === youngest && b !== undefined) {
    out[first] = b;
    out[second] = a;
  }
  return out;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function timeAgo(minutes: number): string {
  const time = new Date(Date.parse(CURRENT_TIME) - (minutes * HOUR_MS) / 60);
  return `${time.toISOString().slice(0, 19)}+00:00`;
}
