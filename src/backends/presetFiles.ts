import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../util/errors';
import { suggestion } from '../util/didYouMean';

export interface PresetFile {
  readonly name: string;
  readonly file: string;
}

const NAME = /^[a-z0-9_-]+$/;

/** Every preset in the folders, by name; of equal names the earlier folder's. A missing folder holds none. */
export function listPresets(dirs: readonly string[]): readonly PresetFile[] {
  const found = new Map<string, PresetFile>();
  for (const dir of dirs) {
    if (!existsSync(dir)) continue;
    for (const entry of readdirSync(dir)) {
      const name = entry.replace(/\.yaml$/, '');
      if (name === entry || !NAME.test(name) || found.has(name)) continue;
      found.set(name, { name, file: join(dir, entry) });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The file of a preset. A name is a name, never a path.
 * @throws UserError listing what there is.
 */
export function findPreset(name: string, dirs: readonly string[]): PresetFile {
  const all = listPresets(dirs);
  const preset = NAME.test(name) ? all.find((each) => each.name === name) : undefined;
  if (preset) return preset;
  const names = all.map((each) => each.name);
  const known =
    names.length > 0 ? `Presets: ${names.join(', ')}.` : `There is none in ${dirs.join(', ')}.`;
  throw new UserError(`there is no preset "${name.slice(0, 80)}"`, {
    fix: `${known} ${suggestion(name, names)}`.trimEnd(),
    kind: 'usage',
  });
}
