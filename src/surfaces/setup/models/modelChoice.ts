import type { PresetNeeds } from '../../../backends/presetNeeds';
import type { EditorModel } from './presetText';

/** Where a preset comes from. */
export type PresetSource = 'bundled' | 'written' | 'workspace';

export interface PresetChoice extends PresetNeeds {
  readonly source: PresetSource;
}

/** What a person can choose to answer model calls. */
export type ModelChoice =
  /** Nothing: whatever a run configuration says. */
  | { readonly kind: 'config' }
  | { readonly kind: 'editor'; readonly model: EditorModel }
  | { readonly kind: 'server'; readonly baseURL: string; readonly model: string }
  /** A server that shows its models to those with a key only. */
  | { readonly kind: 'locked'; readonly baseURL: string }
  /** A server whose address is yet to be typed. */
  | { readonly kind: 'address' }
  | { readonly kind: 'preset'; readonly preset: PresetChoice };
