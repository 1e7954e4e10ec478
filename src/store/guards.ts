/** Type guards that the guards of events and transcripts are made of. */
import type { LibraryFile } from '../engine/learn/events';
import type {
  Edit,
  EditAction,
  Json,
  ProbeOutcome,
  Score,
  TranscriptRef,
  Usage,
} from '../engine/types';
import { isRecord } from './json';

export type Guard<T> = (value: unknown) => value is T;

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isNumber: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
export const isJson: Guard<Json> = (value): value is Json => value !== undefined;

export function isNullOr<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

/** A member that may be absent. */
export function isOptional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** One of the words of a union, all of which have to be named: a new word must not go unnoticed here. */
export function isWord<T extends string>(words: Readonly<Record<T, true>>): Guard<T> {
  const known = new Set<unknown>(Object.keys(words));
  return (value): value is T => known.has(value);
}

export function isList<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

export function isMap<T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every(guard);
}

/** An object whose named members are as they should be; what else it holds is not looked at. */
export function isShape<T>(members: { readonly [K in keyof T]?: Guard<T[K]> }): Guard<T> {
  const check = checkMembers(members);
  return (value): value is T => check(value);
}

/** As {@link isShape}, without saying what the object then is. */
export function checkMembers(members: object): (value: unknown) => boolean {
  const checks: readonly [string, unknown][] = Object.entries(members);
  return (value) =>
    isRecord(value) &&
    checks.every(([name, check]) => typeof check !== 'function' || check(value[name]) === true);
}

export const isUsage = isShape<Usage>({
  calls: isNumber,
  inputTokens: isNumber,
  outputTokens: isNumber,
  usd: isNumber,
  reused: isNumber,
});

export const isTranscriptRef = isShape<TranscriptRef>({ at: isNumber, bytes: isNumber });

export const isScore = isShape<Score>({
  fixes: isNumber,
  regressions: isNumber,
  invalidActionRegressions: isNumber,
  baselineFixes: isNumber,
  baselineRegressions: isNumber,
  adjusted: isNumber,
});

export const isAction = isWord<EditAction>({ ADD: true, MODIFY: true, REMOVE: true });

export const isEdit = isShape<Edit>({
  action: isAction,
  name: isString,
  description: isString,
  content: isString,
});

export const isProbeOutcome = isShape<ProbeOutcome>({ sample: isString, passedBefore: isBoolean });

export const isLibraryFile = isShape<LibraryFile>({ file: isString, text: isString });
