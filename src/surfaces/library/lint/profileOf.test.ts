import { expect, it } from 'vitest';
import { profileOf } from './profileOf';

it.each([
  ['/w/.github/skills', 'folder', 0, 'vscode'],
  ['/w/.github/skills', 'folder', 1, 'vscode'],
  ['C:\\w\\.claude\\skills', 'folder', 0, 'agentskills'],
  ['/home/me/.agents/skills', 'flat', 0, 'agentskills'],
  ['/w/skills', 'folder', 0, 'agentskills'],
  ['/w/skills', 'folder', 1, 'grasp'],
  ['/w/skills', 'flat', 0, 'grasp'],
  ['/w/my.github/skills', 'folder', 0, 'agentskills'],
] as const)('%s (%s, %i configurations) is checked as %s', (dir, layout, configs, profile) => {
  expect(profileOf({ dir, layout, configs: Array(configs).fill('x') })).toBe(profile);
});
