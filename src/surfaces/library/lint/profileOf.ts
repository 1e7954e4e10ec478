import type { LintProfile } from '../../../engine/skill/lint';
import type { Layout } from '../../../engine/skill/types';

/** Folders in which other tools look for skills, with whose rules count there. */
const places: readonly (readonly [pattern: RegExp, profile: LintProfile])[] = [
  [/(?:^|\/)\.github\/skills(?:\/|$)/, 'vscode'],
  [/(?:^|\/)\.(?:claude|agents|codex|cursor|gemini|opencode)\/skills(?:\/|$)/, 'agentskills'],
];

/**
 * By whose rules a library is checked: of the tool whose folder it is; else GRASP's own, when a run
 * configuration names it or its skills are single files; else those of the portable format.
 */
export function profileOf(library: {
  readonly dir: string;
  readonly layout: Layout;
  readonly configs: readonly unknown[];
}): LintProfile {
  const path = library.dir.replaceAll('\\', '/');
  const place = places.find(([pattern]) => pattern.test(path));
  if (place !== undefined) return place[1];
  return library.configs.length > 0 || library.layout === 'flat' ? 'grasp' : 'agentskills';
}
