import { basename, dirname } from 'node:path';

/** What a file is to GRASP, told by its name and text; `undefined` for everything that is not ours. */
export type FileKind = 'config' | 'preset';

const BACKENDS = /^backend\s*:\s*['"]?(openai-chat|simulated|recorded)['"]?\s*(#.*)?$/m;

/** Blocks at the top level, and what tells ours from one of the same name in somebody else's file. */
const TASK = /^task\s*:[^\n]*(?:\n[ \t][^\n]*)*/m;
const TASK_KIND = /\bkind\s*:\s*['"]?(?:quickstart|cases)\b/;
const CYCLE = /^cycle\s*:[^\n]*(?:\n[ \t][^\n]*)*/m;
const CYCLE_KEY = /\b(?:epochs|update_every)\s*:/;

/**
 * Broken files are told too: that is when they need help. Others' files of the same names must not be, so
 * that the text has to say it, except under the names that are ours alone. In a folder `configs` one of the two
 * blocks will do, if it is plainly ours.
 */
export function fileKind(path: string, text: string): FileKind | undefined {
  if (!/\.ya?ml$/i.test(path)) return undefined;
  if (/(^|\.)grasp\.ya?ml$/i.test(basename(path))) return 'config';
  if (/^task\s*:/m.test(text) && /^cycle\s*:/m.test(text)) return 'config';
  const isOurs =
    TASK_KIND.test(TASK.exec(text)?.[0] ?? '') || CYCLE_KEY.test(CYCLE.exec(text)?.[0] ?? '');
  if (basename(dirname(path)) === 'configs' && isOurs) return 'config';
  if (basename(dirname(path)) === 'agents' && BACKENDS.test(text)) return 'preset';
  return undefined;
}
