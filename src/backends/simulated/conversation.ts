import type { Message } from '../../engine/types';

/** A magnesium value as the agent reads it from a Bundle. */
export interface Reading {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
  readonly unit: string;
}

/** The quickstart episode a conversation is, as far as it has come. */
export interface Conversation {
  readonly patient: string;
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly code: string;
  /** Readings in the order of the Bundle; `undefined` while the server has not answered. */
  readonly readings: readonly Reading[] | undefined;
  readonly hasPosted: boolean;
}

const questionPattern =
  /What is the most recent magnesium level of patient (S\d{7}) within the last 24 hours\?/;

/** Reads a conversation; `undefined` when it is not the quickstart's. */
export function readConversation(messages: readonly Message[]): Conversation | undefined {
  const told = messages.filter(({ role }) => role !== 'assistant').map(({ content }) => content);
  const sheet = told.find((text) => questionPattern.test(text));
  const patient = sheet && questionPattern.exec(sheet)?.[1];
  const baseUrl = sheet && /Server base URL: (\S+)/.exec(sheet)?.[1];
  const now = Date.parse((sheet && /Current time: (\S+)/.exec(sheet)?.[1]) ?? '');
  if (!sheet || !patient || !baseUrl || Number.isNaN(now)) return undefined;
  const code = /Laboratory code of magnesium: (\w+)/.exec(sheet)?.[1] ?? 'MG';
  const said = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  return {
    patient,
    baseUrl,
    now,
    code,
    readings: said.length === 0 ? undefined : readingsIn(told, code),
    hasPosted: said.some((text) => text.trimStart().startsWith('POST')),
  };
}

function readingsIn(told: readonly string[], code: string): readonly Reading[] {
  const line = told
    .flatMap((text) => text.split('\n'))
    .findLast((each) => each.startsWith('{"resourceType":"Bundle"'));
  if (line === undefined) return [];
  let bundle: unknown;
  try {
    bundle = JSON.parse(line);
  } catch {
    return [];
  }
  const entries = at(bundle, 'entry');
  return Array.isArray(entries)
    ? entries.flatMap((entry) => reading(at(entry, 'resource'), code))
    : [];
}

function reading(resource: unknown, code: string): Reading[] {
  const time = at(resource, 'effectiveDateTime');
  const value = at(resource, 'valueQuantity', 'value');
  const unit = at(resource, 'valueQuantity', 'unit');
  if (at(resource, 'code', 'text') !== code) return [];
  if (typeof time !== 'string' || typeof value !== 'number') return [];
  return [{ at: Date.parse(time), value, unit: typeof unit === 'string' ? unit : '' }];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}
