import { isLoopback } from '../../../backends/endpoint';
import type { PresetNeeds } from '../../../backends/presetNeeds';
import type { KeyIndex } from './keyIndex';

/** A preset that asks for a key. */
export interface Asking extends Pick<
  PresetNeeds,
  'name' | 'file' | 'keyVariables' | 'origin' | 'toAllow'
> {
  /** It came with GRASP, or was written by it, and no variable names its server: nothing that is not known. */
  readonly isOurs: boolean;
}

/** A key that a preset would send to a server. */
export interface Sending {
  readonly variable: string;
  readonly origin: string;
  readonly preset: string;
  readonly file: string;
}

export interface Approval {
  /** Stored keys that are needed. */
  readonly variables: readonly string[];
  /** These go without asking, and are remembered from then on. */
  readonly granted: readonly Sending[];
  /** These the person has to be asked about: the preset came with the workspace. */
  readonly asked: readonly Sending[];
  /** These never go: the key could be read on its way. */
  readonly unencrypted: readonly Sending[];
}

/**
 * Which of the stored keys go where. A key goes to a server it was approved for, and to one that only our own
 * presets can have named; anything else is asked about, once.
 */
export function approve(presets: readonly Asking[], index: KeyIndex): Approval {
  const variables = new Set<string>();
  const granted: Sending[] = [];
  const asked: Sending[] = [];
  const unencrypted: Sending[] = [];
  for (const { name, file, keyVariables, origin, isOurs } of presets) {
    for (const variable of keyVariables) {
      const key = index.find((entry) => entry.variable === variable);
      if (key === undefined || origin === undefined) continue;
      variables.add(variable);
      const sending = { variable, origin, preset: name, file };
      if (!isSafe(origin)) unencrypted.push(sending);
      else if (key.origins.includes(origin)) continue;
      else (isOurs ? granted : asked).push(sending);
    }
  }
  return { variables: [...variables], granted, asked: distinct(asked), unencrypted };
}

/** May a key travel there at all? */
export function isSafe(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || isLoopback(hostname);
}

function distinct(sendings: readonly Sending[]): readonly Sending[] {
  const byPlace = sendings.map((it) => [`${it.variable} ${it.origin}`, it] as const);
  return [...new Map(byPlace).values()];
}
