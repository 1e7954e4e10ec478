import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { choosePresets } from '../config/createModels';
import { loadRunConfig } from '../config/loadRunConfig';
import { resumableConfig } from './resumableConfig';

it('a run finds its presets again from its own copy of the config', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grasp-resumable-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'grasp-elsewhere-'));
  mkdirSync(join(folder, 'evals', 'agents'), { recursive: true });
  mkdirSync(join(folder, 'runs', 'first'), { recursive: true });
  writeFileSync(join(folder, 'evals', 'agents', 'mine.yaml'), 'backend: simulated\nseed: 5\n');
  writeFileSync(join(elsewhere, 'chosen.yaml'), 'backend: simulated\nseed: 6\n');
  const config = join(folder, 'evals', 'run.yaml');
  writeFileSync(
    config,
    'task: { kind: quickstart }\nagent_preset: mine\nupdater: { preset: simulated }\ncycle: { epochs: 1, update_every: 5 }\n',
  );
  const options = { env: {}, baseDir: folder };
  const loaded = await loadRunConfig(config, {
    ...options,
    overrides: [`judge.preset=${join(elsewhere, 'chosen.yaml')}`],
  });
  const presets = choosePresets(loaded, {});
  const kept = resumableConfig(loaded, presets);
  expect([kept.agent_preset, kept.updater.preset, kept.judge.preset]).toEqual([
    'evals/agents/mine.yaml',
    'simulated',
    join(elsewhere, 'chosen.yaml'),
  ]);

  const copy = join(folder, 'runs', 'first', 'config.yaml');
  writeFileSync(copy, stringify(kept));
  const again = choosePresets(await loadRunConfig(copy, options), {});
  for (const role of ['agent', 'writer', 'judge'] as const) {
    expect(again[role].settings).toEqual(presets[role].settings);
    expect(again[role].name).toBe(presets[role].name);
  }
});

it('names no preset for a writer and a judge that have none of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grasp-resumable-'));
  const config = join(folder, 'run.yaml');
  writeFileSync(
    config,
    'task: { kind: quickstart }\nagent_preset: simulated\ncycle: { epochs: 1, update_every: 5 }\n',
  );
  const loaded = await loadRunConfig(config, { env: {} });
  const kept = resumableConfig(loaded, choosePresets(loaded, {}));
  expect(kept.agent_preset).toBe('simulated');
  expect(kept.updater).not.toHaveProperty('preset');
  expect(kept.judge).not.toHaveProperty('preset');
});
