import { isAbsolute, join, normalize, relative, sep } from 'node:path';
import { isWithin } from '../../common/libraryPlaces';

const FOLDER = /^\$\{workspaceFolder\}[\\/]/;

/** The path of a file relative to the folder it lies in; `undefined` when it leads out of it. */
export function insideOf(folder: string, path: string): string | undefined {
  const plain = path.replace(FOLDER, '');
  const inside = isAbsolute(plain) ? relative(folder, plain) : normalize(plain);
  const isFile = inside !== '' && inside !== '.' && !inside.endsWith(sep);
  return isFile && !isAbsolute(inside) && isWithin(folder, join(folder, inside))
    ? inside
    : undefined;
}
