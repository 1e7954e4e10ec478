import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const boundaryRules = [
  'import-x/no-restricted-paths',
  'no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-globals',
];

/** Lints a file that does not exist, with the project's own configuration, for its boundary rules only. */
async function violations(file: string, code: string): Promise<readonly string[]> {
  const eslint = new ESLint({
    ruleFilter: ({ ruleId }) => boundaryRules.includes(ruleId),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const [result] = await eslint.lintText(code, { filePath: file });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

describe('the order of the layers', () => {
  it.each([
    ['src/util/x.ts', "import '../engine/types';"],
    ['src/engine/x.ts', "import '../store/runDirectory';"],
    ['src/engine/learn/x.ts', "import '../../backends/presets';"],
    ['src/tasks/x.ts', "import '../backends/presets';"],
    ['src/backends/x.ts', "import '../store/runDirectory';"],
    ['src/store/x.ts', "import '../tasks/quickstart';"],
    ['src/config/x.ts', "import '../cli/main';"],
  ])('refuses that %s says: %s', async (file, code) => {
    expect(await violations(file, code)).toContain('import-x/no-restricted-paths');
  });

  it.each([
    ['src/engine/x.ts', "import 'vscode';"],
    ['src/cli/x.ts', "import 'vscode';"],
    ['src/engine/x.ts', "import 'node:fs';"],
    ['src/engine/x.ts', 'export const now = Date.now();'],
    ['src/engine/x.ts', 'export const chance = Math.random();'],
    ['src/engine/x.ts', 'export const home = process.env;'],
  ])('refuses that %s says: %s', async (file, code) => {
    expect(await violations(file, code)).not.toEqual([]);
  });

  it('lets every layer import what stands before it', async () => {
    expect(await violations('src/engine/x.ts', "import '../util/errors';")).toEqual([]);
    expect(await violations('src/cli/x.ts', "import '../engine/types';")).toEqual([]);
  });
});
