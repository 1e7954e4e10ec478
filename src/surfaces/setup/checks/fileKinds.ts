import { basename, dirname } from 'node:path';

/** What a file is to GRASP, told by its name and text; `undefined` for everything that is not ours. */
export type FileKind = 'config' | 'preset';

const BACKENDS = /^backend\s*:\s*['"]?(openai-chat|simulated|recorded)['"]?\s*(#.*)?$/m;

/**
 * Broken files are told too: that is when they need help. Others' files of the same names must not be, so
 * that the text has to say it, except under the names that are ours alone.
 */
export function fileKind(path: string, text: string): FileKind | undefined {
  if (!/\.ya?ml$/i.test(path)) return undefined;
  if (/(^|\.)grasp\.ya?ml$/i.test(basename(path))) return 'config';
  if (/^task\s*:/m.test(text) && /^cycle\s*:/m.test(text)) return 'config';
  if (basename(dirname(path)) === 'agents' && BACKENDS.test(text)) return 'preset';
  return undefined;
}
