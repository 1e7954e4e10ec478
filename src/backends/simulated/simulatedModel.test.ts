import { describe, expect, it } from 'vitest';
import { NOT_UNDERSTOOD, SimulatedModel } from './simulatedModel';

const hello = { messages: [{ role: 'user', content: 'Hello' }], purpose: 'agent' } as const;

describe('SimulatedModel', () => {
  it('says in its label and to strangers that it is no language model', async () => {
    const model = new SimulatedModel();
    expect(model.label).toContain('no language model');
    expect((await model.complete(hello)).content).toBe(NOT_UNDERSTOOD);
  });

  it('names everything in its identity that changes replies', () => {
    const identities = [{}, { seed: 2 }, { temperature: 0.5 }, { noise: 0.1 }].map(
      (options) => new SimulatedModel(options).identity,
    );
    expect(new Set(identities).size).toBe(4);
    expect(new SimulatedModel({ latencyMs: 5, noise: 0 }).identity).toBe(identities[0]);
  });

  it('is repeatable as long as there is no noise', () => {
    expect(new SimulatedModel().isRepeatable).toBe(true);
    expect(new SimulatedModel({ temperature: 1, noise: 0 }).isRepeatable).toBe(true);
    expect(new SimulatedModel({ noise: 0.01 }).isRepeatable).toBe(false);
  });

  it('gives everything else its turn while it answers, so that somebody can stop it', async () => {
    const model = new SimulatedModel();
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('stopped')));
    const askForever = async (): Promise<never> => {
      for (;;) await model.complete(hello, controller.signal);
    };
    await expect(askForever()).rejects.toThrow('stopped');
  });

  it('estimates tokens at four characters each', async () => {
    const { usage } = await new SimulatedModel().complete(hello);
    expect(usage).toEqual({
      calls: 1,
      inputTokens: 2,
      outputTokens: Math.ceil(NOT_UNDERSTOOD.length / 4),
      usd: 0,
      reused: 0,
    });
  });

  it('waits by the clock it was given', async () => {
    const slept: number[] = [];
    const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) };
    await new SimulatedModel({ latencyMs: 50, clock }).complete(hello);
    await new SimulatedModel({ clock }).complete(hello);
    expect(slept).toEqual([50]);
  });

  it('gives up with the reason of the signal', async () => {
    const model = new SimulatedModel({ latencyMs: 60_000 });
    const controller = new AbortController();
    const reply = model.complete(hello, controller.signal);
    controller.abort(new Error('enough'));
    await expect(reply).rejects.toThrow('enough');
    await expect(model.complete(hello, controller.signal)).rejects.toThrow('enough');
  });
});
