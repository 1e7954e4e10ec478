import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const boundaryRules = [
  'no-restricted-imports',
  'no-restricted-syntax',
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
    ['src/engine/learn/x.ts', "import type { Meter } from '../../backends/meter';"],
    ['src/engine/learn/x.ts', "export * from '../../backends/meter';"],
    ['src/tasks/x.ts', "import '../backends/presets';"],
    ['src/backends/simulated/x.ts', "import '../../tasks/quickstart';"],
    ['src/store/x.ts', "import '../tasks/quickstart';"],
    ['src/config/x.ts', "import '../cli/main';"],
    ['src/cli/commands/x.ts', "import '../../surfaces/review';"],
    ['src/cli/x.ts', "import '../../test/support/mapCache';"],
    ['src/engine/x.ts', "import 'vscode';"],
    ['src/cli/x.ts', "import 'vscode';"],
    ['src/engine/x.ts', "import 'node:fs';"],
    ['src/util/x.ts', "import 'fs';"],
  ])('refuses in %s: %s', async (file, code) => {
    expect(await violations(file, code)).toEqual(['no-restricted-imports']);
  });

  it.each([
    ['src/engine/x.ts', "export const late = () => import('../store/runDirectory');"],
    ['src/cli/x.ts', "export const late = () => import('vscode');"],
  ])('refuses in %s, however late: %s', async (file, code) => {
    expect(await violations(file, code)).toEqual(['no-restricted-syntax']);
  });

  it.each([
    ['src/engine/x.ts', 'export const now = Date.now();'],
    ['src/engine/x.ts', 'export const chance = Math.random();'],
    ['src/util/x.ts', 'export const home = process.env;'],
  ])('keeps time, chance and settings out of %s: %s', async (file, code) => {
    expect(await violations(file, code)).toHaveLength(1);
  });

  it.each([
    ['src/engine/learn/x.ts', "import '../../util/errors'; import '../skill/library';"],
    ['src/cli/x.ts', "import '../engine/types'; import '../store/runDirectory'; import 'node:fs';"],
    ['src/surfaces/review/x.ts', "import 'vscode'; import '../../cli/main';"],
  ])('lets %s say: %s', async (file, code) => {
    expect(await violations(file, code)).toEqual([]);
  });
});
