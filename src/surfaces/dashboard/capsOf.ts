import { join } from 'node:path';
import { isRecord, member, number } from '../../store/json';
import { readPlain } from '../common/readPlain';
import type { Caps } from './model/dashboardData';

/** The caps that a run's own configuration sets; `null` when it sets none, or cannot be read. */
export async function capsOf(runDir: string): Promise<Caps | null> {
  const text = (await readPlain(join(runDir, 'config.yaml'), runDir)) ?? '';
  const { parse } = await import('yaml');
  try {
    return capsIn(parse(text, { maxAliasCount: 0 }));
  } catch {
    return null;
  }
}

export function capsIn(config: unknown): Caps | null {
  const budget = isRecord(config) ? member(config, 'budget') : {};
  const cap = (name: keyof Caps): number | null => {
    const value = number(budget[name]);
    return value !== undefined && value > 0 ? value : null;
  };
  const caps = {
    calls: cap('calls'),
    tokens: cap('tokens'),
    usd: cap('usd'),
    minutes: cap('minutes'),
  };
  return Object.values(caps).every((value) => value === null) ? null : caps;
}
