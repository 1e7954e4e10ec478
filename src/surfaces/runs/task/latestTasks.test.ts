import { describe, expect, it } from 'vitest';
import { LatestTasks } from './latestTasks';

function memory(): ConstructorParameters<typeof LatestTasks>[0] {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback?: T): T => (values.get(key) ?? fallback) as T,
    update: async (key, value) => void values.set(key, JSON.parse(JSON.stringify(value))),
  };
}

describe('the task that was last started for a run', () => {
  const learn = { type: 'grasp', config: 'a.yaml', runName: 'x' };
  const resume = { type: 'grasp', config: 'runs/x/config.yaml', runName: 'x', resume: true };

  it('is known again, however its definition comes back', async () => {
    const tasks = new LatestTasks(memory());
    expect(tasks.isLatest('/runs/x', learn)).toBe(false);
    await tasks.remember('/runs/x', learn);
    const back = { runName: 'x', config: 'a.yaml', type: 'grasp', _key: '1', agent: undefined };
    expect(tasks.isLatest('/runs/x', back)).toBe(true);
    expect(tasks.isLatest('/runs/y', learn)).toBe(false);
  });

  it('is the last only', async () => {
    const tasks = new LatestTasks(memory());
    await tasks.remember('/runs/x', learn);
    await tasks.remember('/runs/y', learn);
    await tasks.remember('/runs/x', resume);
    expect(tasks.isLatest('/runs/x', learn)).toBe(false);
    expect(tasks.isLatest('/runs/x', resume)).toBe(true);
    expect(tasks.isLatest('/runs/y', learn)).toBe(true);
  });

  it('is forgotten some day', async () => {
    const tasks = new LatestTasks(memory());
    for (let i = 0; i <= 100; i += 1) await tasks.remember(`/runs/${i}`, learn);
    expect(tasks.isLatest('/runs/0', learn)).toBe(false);
    expect(tasks.isLatest('/runs/1', learn)).toBe(true);
  });
});
