import type { PresetChoice } from '../models/modelChoice';
import { isSafe } from './approval';
import type { KeyIndex } from './keyIndex';

/** A variable that a key can be stored under. */
export interface KeyVariable {
  readonly variable: string;
  /** Names of the presets that ask for it. */
  readonly presets: readonly string[];
  /** Where presets that the person knows send it; these need no further question. */
  readonly origins: readonly string[];
  readonly isStored: boolean;
}

/** Every variable that presets take keys from, and every stored one; by name. */
export function keyVariables(
  presets: readonly PresetChoice[],
  index: KeyIndex,
): readonly KeyVariable[] {
  const asked = presets.flatMap((preset) => preset.keyVariables);
  const names = new Set([...asked, ...index.map(({ variable }) => variable)]);
  return [...names].sort().map((variable) => {
    const asking = presets.filter((preset) => preset.keyVariables.includes(variable));
    const origins = asking.flatMap(({ source, origin, namesOwnServer }) =>
      source !== 'workspace' && namesOwnServer && origin !== undefined && isSafe(origin)
        ? [origin]
        : [],
    );
    return {
      variable,
      presets: [...new Set(asking.map(({ name }) => name))],
      origins: [...new Set(origins)],
      isStored: index.some((entry) => entry.variable === variable),
    };
  });
}
