import type { Json } from '../../../engine/types';
import { failed, oneLine, passed } from './grade';
import type { Grade } from './grade';
import type { SpecOf } from './graderSchema';
import { lastJson } from './lastJson';

/** Compares the JSON of a reply with `expected`. Tags: `json_missing`, `json_mismatch`. */
export function gradeJsonEqual(spec: SpecOf<'json-equal'>, expected: Json, reply: string): Grade {
  const found = lastJson(reply);
  if (!found) return failed(spec.kind, 'json_missing', 'there is no JSON in the reply');
  const steps = spec.path === undefined ? [] : stepsOf(spec.path);
  let actual: unknown = found.value;
  for (const step of steps) actual = child(actual, step);
  const difference = differ(expected, actual, spec.ignore_order === true, steps);
  return difference === undefined
    ? passed(spec.kind)
    : failed(spec.kind, 'json_mismatch', difference);
}

function stepsOf(path: string): string[] {
  if (!path.startsWith('/')) return path.split('.');
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Lists count as objects with their indexes as keys. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The first difference in words; `undefined` when there is none. Goes no deeper than `expected`. */
function differ(
  expected: Json,
  actual: unknown,
  anyOrder: boolean,
  at: readonly string[],
): string | undefined {
  const where = `at ${at.length === 0 ? 'the top' : at.join('.')}: `;
  const unlike = `${where}expected ${show(expected)}, got ${show(actual)}`;
  if (!isObject(expected))
    return Object.is(expected, actual) || bothZero(expected, actual) ? undefined : unlike;
  if (!isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) return unlike;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) {
      return `${where}expected ${expected.length} items, got ${actual.length}`;
    }
    if (anyOrder) return differInAnyOrder(expected, actual, at, where);
  }
  for (const [key, value] of Object.entries<Json>(expected)) {
    if (!Object.hasOwn(actual, key)) return `${where}${JSON.stringify(key)} is missing`;
    const difference = differ(value, actual[key], anyOrder, [...at, key]);
    if (difference !== undefined) return difference;
  }
  const extra = Object.keys(actual).find((key) => !Object.hasOwn(expected, key));
  return extra === undefined ? undefined : `${where}${show(extra)} should not be there`;
}

function differInAnyOrder(
  expected: readonly Json[],
  actual: readonly unknown[],
  at: readonly string[],
  where: string,
): string | undefined {
  const left = new Set(actual.keys());
  for (const item of expected) {
    const match = [...left].find((i) => differ(item, actual[i], true, at) === undefined);
    if (match === undefined) return `${where}no item equals ${show(item)}`;
    left.delete(match);
  }
  return undefined;
}

function bothZero(a: unknown, b: unknown): boolean {
  return a === 0 && b === 0;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : oneLine(JSON.stringify(value), 80);
}
