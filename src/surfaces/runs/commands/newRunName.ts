import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultRunName } from '../../../store/runName';

/** A name that no folder there has yet: the wished one, or the time. */
export async function newRunName(
  outputDir: string,
  wish: string | undefined,
  now: Date,
): Promise<string> {
  const time = defaultRunName(now);
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? (wish ?? time) : n === 2 ? time : `${time}_${n - 1}`;
    const isTaken = await stat(join(outputDir, name)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return name;
  }
}
