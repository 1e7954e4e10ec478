import type { Preset } from '../backends/presets';
import {
  DEFAULT_CONTEXT_TOKENS,
  DEFAULT_REPLY_TOKENS,
  promptRoom,
} from '../engine/writer/promptTokens';

/** What a model of a run reads and writes at once, in tokens. */
export interface ModelRoom {
  readonly preset: string;
  readonly context: number;
  /** Does the preset name its context? Otherwise it is a guess. */
  readonly isKnown: boolean;
  /** The longest reply, as set or as servers have it. */
  readonly reply: number;
  /** What a prompt may take. */
  readonly prompt: number;
}

/** Of a model that nobody has chosen yet. */
export const usualRoom: ModelRoom = {
  preset: 'that you use',
  context: DEFAULT_CONTEXT_TOKENS,
  isKnown: false,
  reply: DEFAULT_REPLY_TOKENS,
  prompt: promptRoom(),
};

export function modelRoom({ name, settings }: Preset, maxTokens?: number): ModelRoom {
  const known = settings.context_tokens;
  const context = known ?? DEFAULT_CONTEXT_TOKENS;
  const reply = Math.min(maxTokens ?? settings.max_tokens ?? DEFAULT_REPLY_TOKENS, context);
  return {
    preset: name,
    context,
    isKnown: known !== undefined,
    reply,
    prompt: promptRoom(context, reply),
  };
}
