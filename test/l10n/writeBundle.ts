/** Writes the texts for translators: `npm run l10n`. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleFile, sourceStrings } from './sourceStrings';

async function writeBundle(): Promise<void> {
  await mkdir(path.dirname(bundleFile), { recursive: true });
  await writeFile(bundleFile, `${JSON.stringify(await sourceStrings(), null, 2)}\n`);
}

void writeBundle();
