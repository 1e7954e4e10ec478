import { stat } from 'node:fs/promises';

/**
 * Tells a file or folder from what it may become, without reading it. The time of the last change of any kind counts
 * as well: a file that is put in its place may keep its own.
 */
export function fileStamp(path: string): Promise<string> {
  return stat(path).then(
    ({ mtimeMs, ctimeMs, size, ino }) => `${mtimeMs} ${ctimeMs} ${size} ${ino}`,
    () => 'gone',
  );
}
