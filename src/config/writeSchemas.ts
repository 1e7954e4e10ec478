/** Writes the JSON schemas of the config files: `npm run schemas`. */
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { configSchemas } from './schemas';

async function writeSchemas(): Promise<void> {
  for (const [file, schema] of Object.entries(configSchemas())) {
    const style = (await resolveConfig(file)) ?? {};
    await writeFile(file, await format(JSON.stringify(schema), { ...style, filepath: file }));
  }
}

void writeSchemas();
