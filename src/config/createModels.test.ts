import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe('a preset that is named by its path', () => {
  it('plays the agent, the writer and the judge; relative to the folder of the config’s paths', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grasp-paths-'));
    mkdirSync(join(folder, 'models'));
    const write = (name: string, text: string): string => {
      const file = join(folder, 'models', name);
      writeFileSync(file, text);
      return file;
    };
    const agent = write('simulated.yaml', 'backend: simulated\nseed: 7\n');
    const writer = write('writer.yml', 'backend: simulated\nseed: 8\n');
    const config = write(
      'run.yaml',
      'task: { kind: quickstart }\ncycle: { epochs: 1, update_every: 5 }\nupdater: { preset: simulated }\n',
    );
    const loaded = await loadRunConfig(config, {
      env: {},
      baseDir: folder,
      agent,
      overrides: [`judge.preset=${JSON.stringify('models/writer.yml')}`],
    });
    const presets = choosePresets(loaded, {});
    expect(presets.agent).toMatchObject({ name: 'simulated', file: agent, settings: { seed: 7 } });
    // The writer has the agent's name and is another preset: the one that comes along.
    expect(presets.writer.settings).toMatchObject({ seed: 1 });
    expect(presets.judge).toMatchObject({ name: 'writer', file: writer, settings: { seed: 8 } });
  });
});

describe('a cap in dollars', () => {
  async function choose(agents: Readonly<Record<string, string>>, settings = '') {
    const folder = mkdtempSync(join(tmpdir(), 'grasp-priced-'));
    mkdirSync(join(folder, 'agents'));
    for (const [name, text] of Object.entries(agents)) {
      writeFileSync(join(folder, 'agents', `${name}.yaml`), text);
    }
    const file = join(folder, 'run.yaml');
    writeFileSync(
      file,
      `task: { kind: quickstart }\nagent_preset: mine\ncycle: { epochs: 1, update_every: 5 }\nbudget: { usd: 1 }\n${settings}`,
    );
    return choosePresets(await loadRunConfig(file, { env: {} }), {});
  }
  const chat = 'backend: openai-chat\nbase_url: http://127.0.0.1:9/v1\nmodel: m\n';
  const priced = `${chat}prices: { input: 1, output: 2 }\n`;

  it('is refused when a preset of the run names no prices, with the lines to add', async () => {
    await expect(choose({ mine: chat })).rejects.toMatchObject({
      name: 'UserError',
      place: { file: expect.stringMatching(/mine\.yaml$/) as string },
      fix: expect.stringMatching(/prices:\n\s+input: .*\n\s+output: /) as string,
    });
    for (const role of ['updater', 'judge']) {
      await expect(
        choose({ mine: priced, other: chat }, `${role}: { preset: other }\n`),
      ).rejects.toMatchObject({ place: { file: expect.stringMatching(/other\.yaml$/) as string } });
    }
  });

  it('holds where every model has prices or costs nothing', async () => {
    await expect(choose({ mine: priced })).resolves.toBeDefined();
    await expect(choose({ mine: 'backend: simulated\n' })).resolves.toBeDefined();
  });
});
