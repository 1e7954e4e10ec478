import type { KeyUse } from '../../../backends/keyGrants';
import type { Asking, Sending } from './approval';
import type { KeyIndex } from './keyIndex';

export interface OwnUses {
  /** Allowed earlier, or meant by the person who wrote the preset here. */
  readonly granted: readonly Sending[];
  /** These the person has to be asked about. */
  readonly asked: readonly Sending[];
}

/**
 * What the presets would send of the editor's own environment, rather than of the stored keys: each variable to
 * a server that it was allowed to go to, and to any other after a question.
 */
export function ownUses(presets: readonly Asking[], stored: KeyIndex, allowed: KeyIndex): OwnUses {
  const uses = new Map<string, Sending & { readonly isKnown: boolean }>();
  for (const { name, file, toAllow, isOurs } of presets) {
    for (const use of toAllow) {
      if (stored.some(({ variable }) => variable === use.variable)) continue;
      const isKnown = isOurs || isAllowed(use, allowed);
      uses.set(`${use.variable} ${use.origin}`, { ...use, preset: name, file, isKnown });
    }
  }
  const all = [...uses.values()];
  return {
    granted: all.filter(({ isKnown }) => isKnown),
    asked: all.filter(({ isKnown }) => !isKnown),
  };
}

function isAllowed({ variable, origin }: KeyUse, allowed: KeyIndex): boolean {
  return allowed.some((it) => it.variable === variable && it.origins.includes(origin));
}
