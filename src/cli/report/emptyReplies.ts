import type { EmptyReplies } from '../../backends/meter';
import { whole } from './numbers';

/**
 * Why a score may be low although nothing failed: replies that say nothing, and the setting that cuts them. `undefined`
 * where hardly any were empty.
 */
export function emptyRepliesLine(
  { replies, empty, cut }: EmptyReplies,
  preset: { readonly name: string; readonly maxTokens: number | undefined },
): string | undefined {
  if (empty === 0 || empty < replies / 20) return undefined;
  const many = `${whole(empty)} of ${whole(replies)} replies ${empty === 1 ? 'was' : 'were'} empty`;
  if (cut === 0) return `${many}: the model said nothing.`;
  const times = cut === empty ? '' : ` ${whole(cut)} times`;
  const now = preset.maxTokens === undefined ? '' : ` (now ${whole(preset.maxTokens)})`;
  return `${many}; the token limit was reached${times}: raise max_tokens${now} in the preset ${preset.name}.`;
}
