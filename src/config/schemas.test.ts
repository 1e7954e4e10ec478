import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchemas } from './schemas';

describe('the JSON schemas for editors', () => {
  it.each(Object.entries(configSchemas()))('%s is up to date (npm run schemas)', (file, schema) => {
    const written: unknown = JSON.parse(readFileSync(join(process.cwd(), file), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});
