import { describe, expect, it } from 'vitest';
import { ContextLimitError, type Agent, type TaskContext } from '../../engine/ports';
import type { Message, Rollout, Sample } from '../../engine/types';
import { QuickstartTask } from './quickstartTask';

const context: TaskContext = { signal: new AbortController().signal, repeat: 0 };
const usage = { calls: 1, inputTokens: 0, outputTokens: 0, usd: 0, reused: 0 };

/** Says these things one after another, the last one for ever. */
function scripted(...replies: readonly string[]): Agent & { readonly seen: Message[][] } {
  const seen: Message[][] = [];
  return {
    seen,
    async act(messages) {
      seen.push([...messages]);
      return { content: replies[Math.min(seen.length, replies.length) - 1] ?? '', usage };
    },
  };
}

async function firstOf(task: QuickstartTask, type: string): Promise<Sample> {
  const sample = (await task.samples('dev')).find((each) => each.type === type);
  if (!sample) throw new Error(`no sample of type ${type}`);
  return sample;
}

/** Plays one episode and grades it. */
async function play(
  ...replies: readonly string[]
): Promise<Rollout & { solved: boolean; tags: readonly string[] }> {
  const task = new QuickstartTask();
  const sample = await firstOf(task, 'none');
  const rollout = await task.rollout(sample, scripted(...replies), context);
  const solved = await task.evaluate(sample, rollout);
  return { ...rollout, solved, tags: task.failureTags(sample, rollout) };
}

describe('the quickstart samples', () => {
  it('are the same for a seed, and others for another seed', async () => {
    const samples = await new QuickstartTask({ seed: 3 }).samples('val');
    expect(await new QuickstartTask({ seed: 3 }).samples('val')).toEqual(samples);
    expect(await new QuickstartTask({ seed: 4 }).samples('val')).not.toEqual(samples);
  });

  it('are 20, 10 and 10 different patients, half of them without a recent value', async () => {
    const task = new QuickstartTask();
    const splits = [
      await task.samples('dev'),
      await task.samples('val'),
      await task.samples('test'),
    ];
    expect(splits.map((samples) => samples.length)).toEqual([20, 10, 10]);
    for (const samples of splits) {
      expect(samples.filter(({ type }) => type === 'none')).toHaveLength(samples.length / 2);
    }
    expect(new Set(splits.flat().map(({ id }) => id)).size).toBe(40);
    expect(splits.flat().every(({ id }) => /^mg-S\d{7}$/.test(id))).toBe(true);
  });

  it('expect -1 exactly where the stratum says that there is no value', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const { type, answer } of await new QuickstartTask({ seed }).samples('dev')) {
        expect(JSON.stringify(answer) === '[-1]').toBe(type === 'none');
      }
    }
  });

  it('refuse a split that does not exist, and say which do', async () => {
    await expect(new QuickstartTask().samples('train')).rejects.toMatchObject({
      message: expect.stringContaining('"train"'),
      fix: expect.stringContaining('dev, val, test'),
    });
  });
});

describe('the records', () => {
  it('hold older values, and never start with the newest one', async () => {
    const task = new QuickstartTask();
    for (const sample of await task.samples('dev')) {
      const url = `GET http://localhost:8080/fhir/Observation?patient=${String(sample.patient)}&code=MG`;
      const { history } = await task.rollout(sample, scripted(url, 'FINISH([])'), context);
      const bundle = JSON.parse(history[2]?.content.split('\n')[1] ?? '');
      const times = (bundle.entry as { resource: { effectiveDateTime: string } }[]).map(
        ({ resource }) => resource.effectiveDateTime,
      );
      expect(times[0]).not.toBe(times.toSorted().at(-1));
      expect(times.some((time) => time < '2023-11-12T10:15:00+00:00')).toBe(true);
    }
  });
});

describe('an episode', () => {
  it('asks the question with the current time and the base URL, and gives nothing away', async () => {
    const task = new QuickstartTask();
    const sample = await firstOf(task, 'none');
    const agent = scripted('FINISH([-1])');
    await task.rollout(sample, agent, context);
    const sheet = agent.seen[0]?.[0]?.content ?? '';
    expect(sheet).toContain(
      `What is the most recent magnesium level of patient ${String(sample.patient)} within the last 24 hours?`,
    );
    expect(sheet).toContain('2023-11-13T10:15:00+00:00');
    expect(sheet).toContain('http://localhost:8080/fhir/');
    expect(sheet).not.toMatch(/-1\b|\bnone\b/);
  });

  it('ends completed with the answer', async () => {
    const rollout = await play(
      'GET http://localhost:8080/fhir/Observation?patient=S1',
      'FINISH([-1]).',
    );
    expect(rollout).toMatchObject({ status: 'completed', answer: '[-1]', solved: true, tags: [] });
    expect(rollout.actions).toHaveLength(2);
    expect(rollout.history.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('goes on after a POST, and is not solved', async () => {
    const rollout = await play('POST http://localhost:8080/fhir/Observation\n{}', 'FINISH([-1])');
    expect(rollout.history[2]?.content).toContain('accepted');
    expect(rollout).toMatchObject({ status: 'completed', solved: false, tags: ['posted'] });
  });

  it('tells the agent that a payload is not JSON', async () => {
    const rollout = await play('POST http://localhost:8080/fhir/Observation\n{', 'FINISH([-1])');
    expect(rollout.history[2]?.content).toContain('not JSON');
  });

  it('ends at once with an invalid action', async () => {
    const rollout = await play('The level is 2.1.');
    expect(rollout).toMatchObject({
      status: 'agent invalid action',
      solved: false,
      tags: ['invalid_action'],
    });
  });

  it('ends after eight messages', async () => {
    const rollout = await play('GET http://localhost:8080/fhir/metadata');
    expect(rollout).toMatchObject({ status: 'task limit reached', tags: ['task_limit'] });
    expect(rollout.actions).toHaveLength(8);
  });

  it('ends with the context limit when the agent says so, and lets other faults through', async () => {
    const task = new QuickstartTask();
    const sample = await firstOf(task, 'none');
    const failing = (error: Error): Agent => ({ act: () => Promise.reject(error) });
    expect(
      await task.rollout(sample, failing(new ContextLimitError('too long')), context),
    ).toMatchObject({
      status: 'agent context limit',
      error: 'too long',
    });
    await expect(task.rollout(sample, failing(new Error('down')), context)).rejects.toThrow('down');
  });

  it('stops when the run is aborted', async () => {
    const task = new QuickstartTask();
    const signal = AbortSignal.abort(new Error('stopped'));
    const rollout = task.rollout(await firstOf(task, 'none'), scripted('GET x'), {
      signal,
      repeat: 0,
    });
    await expect(rollout).rejects.toThrow('stopped');
  });

  it('keeps what the agent was shown apart from what comes later', async () => {
    const task = new QuickstartTask();
    const given: (readonly Message[])[] = [];
    const agent: Agent = {
      async act(messages) {
        given.push(messages);
        return { content: 'GET http://localhost:8080/fhir/Observation?patient=S1', usage };
      },
    };
    await task.rollout(await firstOf(task, 'none'), agent, context);
    expect(given.slice(0, 3).map((messages) => messages.length)).toEqual([1, 3, 5]);
  });
});
