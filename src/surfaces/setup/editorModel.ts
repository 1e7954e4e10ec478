import { basename } from 'node:path';

/** Variables by which a preset reaches the language models of VS Code; see bridge/. */
export const bridgeVariable = { port: 'GRASP_LM_PORT', token: 'GRASP_LM_TOKEN' } as const;

const PREFIX = 'lm-';

/** Beginning of the names of the presets that stand for language models of VS Code. */
export const editorModelPrefix = PREFIX;

/**
 * Does this preset, as the settings name it, stand for a language model of VS Code? Then each model call may
 * count against what the person has booked there.
 */
export function isEditorModel(preset: string): boolean {
  return /[\\/]/.test(preset) && /\.ya?ml$/.test(preset) && basename(preset).startsWith(PREFIX);
}
