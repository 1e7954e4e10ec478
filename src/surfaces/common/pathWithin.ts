import { relative } from 'node:path';

/** The path relative to a folder, with `/` on every system. */
export function pathWithin(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}
