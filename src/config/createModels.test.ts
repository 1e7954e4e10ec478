import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { choosePresets, createModels } from './createModels';
import { loadRunConfig } from './loadRunConfig';

const clock = { now: () => 0, sleep: async () => {} };

async function simulatedAgent(preset: string) {
  const folder = mkdtempSync(join(tmpdir(), 'grasp-models-'));
  mkdirSync(join(folder, 'agents'));
  writeFileSync(join(folder, 'agents', 'mine.yaml'), `backend: simulated\n${preset}`);
  const file = join(folder, 'run.yaml');
  writeFileSync(
    file,
    'task:\n  kind: quickstart\nagent_preset: mine\ncycle:\n  epochs: 1\n  update_every: 5\n',
  );
  const loaded = await loadRunConfig(file, { env: {} });
  return createModels(choosePresets(loaded, {}), loaded, clock).agent;
}

it('the noise of a simulated preset is part of who answers', async () => {
  expect((await simulatedAgent('noise: 0.1\n')).identity).toMatch(/ noise=0\.1$/);
  expect((await simulatedAgent('')).identity).not.toContain('noise');
});

it('a noise that is no share is refused', async () => {
  await expect(simulatedAgent('noise: 10\n')).rejects.toThrow('noise');
});
