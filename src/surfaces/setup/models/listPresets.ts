import { dirname, join } from 'node:path';
import { listPresets as presetFiles } from '../../../backends/presetFiles';
import { presetNeeds } from '../../../backends/presetNeeds';
import { UserError } from '../../../util/errors';
import type { PresetChoice, PresetSource } from './modelChoice';

export interface PresetPlaces {
  readonly bundled: string;
  /** Where "Select Model" writes. */
  readonly written: string;
  /** Run configurations of the workspace; none where the workspace is not trusted. */
  readonly configs: readonly { readonly path: string; readonly baseDir: string }[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** Every preset there is, those of the workspace first; broken ones are left out. */
export function listPresets(places: PresetPlaces, env: Env): readonly PresetChoice[] {
  const folders = new Set(
    places.configs.flatMap(({ path, baseDir }) => [
      join(dirname(path), 'agents'),
      join(baseDir, 'configs', 'agents'),
    ]),
  );
  const read = (folder: string, source: PresetSource): readonly PresetChoice[] =>
    presetFiles([folder]).flatMap(({ name }) => {
      try {
        return [{ ...presetNeeds(name, [folder], env), source }];
      } catch (error) {
        if (error instanceof UserError) return [];
        throw error;
      }
    });
  const own = [...folders].filter((folder) => folder !== places.bundled);
  return [
    ...own.flatMap((folder) => read(folder, 'workspace')),
    ...read(places.written, 'written'),
    ...read(places.bundled, 'bundled'),
  ].filter(({ backend }) => backend !== undefined);
}
