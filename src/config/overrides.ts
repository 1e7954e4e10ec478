import { parse } from 'yaml';
import { UserError } from '../util/errors';

/** One `--set key.sub=value`. */
export interface Override {
  /** As typed, for messages. */
  readonly flag: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Splits at the first `=`; the key is a dotted path, the value is YAML (`3` is a number, `a: b` a mapping).
 * @throws UserError (usage) for anything else.
 */
export function parseOverride(text: string): Override {
  const flag = `--set ${text}`;
  const at = text.indexOf('=');
  if (at < 0) throw usage(flag, 'has no "="', 'Write it as --set key.sub=value.');
  const path = text.slice(0, at).trim().split('.');
  if (path.some((part) => part === '')) {
    throw usage(flag, 'has an empty key', 'Write it as --set key.sub=value.');
  }
  const unsafe = path.find((part) => UNSAFE.has(part));
  if (unsafe !== undefined) throw usage(flag, `"${unsafe}" is not a key of a run config`);
  return { flag, path, value: parseValue(text.slice(at + 1), flag) };
}

function parseValue(text: string, flag: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw usage(flag, 'has a value that is not valid YAML', 'Put the value in quotes.', error);
  }
}

function usage(flag: string, message: string, fix?: string, cause?: unknown): UserError {
  return new UserError(message, {
    kind: 'usage',
    place: { file: flag },
    ...(fix === undefined ? {} : { fix }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The data with the overrides applied in order; whatever stands in the way of a path is replaced. */
export function applyOverrides(data: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((before, { path, value }) => withValue(before, path, value), data);
}

function withValue(data: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries = isRecord(data) ? data : {};
  return { ...entries, [key]: withValue(entries[key], rest, value) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
