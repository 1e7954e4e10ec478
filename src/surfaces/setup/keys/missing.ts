import type { PresetNeeds } from '../../../backends/presetNeeds';
import { bridgeVariable } from '../editorModel';
import type { KeyIndex } from './keyIndex';

/** What a preset needs that is neither set, nor stored, nor ours to give: keys, and everything else. */
export function missingOf(
  { unset, keyVariables }: Pick<PresetNeeds, 'unset' | 'keyVariables'>,
  index: KeyIndex,
): { readonly keys: readonly string[]; readonly others: readonly string[] } {
  const given = [...Object.values<string>(bridgeVariable), ...index.map((it) => it.variable)];
  const missing = unset.filter((variable) => !given.includes(variable));
  return {
    keys: missing.filter((variable) => keyVariables.includes(variable)),
    others: missing.filter((variable) => !keyVariables.includes(variable)),
  };
}
