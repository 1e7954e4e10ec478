import { isAbsolute, relative, sep } from 'node:path';

/** A file by its path from the current directory, if it is below it; anything else as it is. */
export function fromHere(file: string, here: string = process.cwd()): string {
  if (!isAbsolute(file)) return file;
  const way = relative(here, file);
  const isBelow = way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  return isBelow ? way : file;
}
