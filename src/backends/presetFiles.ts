import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, isAbsolute, join } from 'node:path';
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

/** Is this the path of a preset's file rather than its name? A bare `file.yaml` is neither. */
export function isPresetPath(text: string): boolean {
  return /\.ya?ml$/i.test(text) && /[\\/]/.test(text);
}

/**
 * The file of a preset: by its name from the folders, or by its absolute path.
 * @throws UserError listing what there is.
 */
export function findPreset(name: string, dirs: readonly string[]): PresetFile {
  if (isPresetPath(name) && isAbsolute(name)) return presetAt(name);
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

function presetAt(file: string): PresetFile {
  if (!existsSync(file)) {
    throw new UserError('there is no such preset file', {
      place: { file },
      fix: 'Choose another model: name a preset, or the path of a preset file.',
      kind: 'usage',
    });
  }
  // It is printed: a terminal would obey control characters.
  return { name: basename(file, extname(file)).replace(/\p{Cc}/gu, ''), file };
}
