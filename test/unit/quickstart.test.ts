/** The quickstart task and the simulated backend together: neither knows the other, and they have to fit. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SimulatedModel } from '../../src/backends/simulated';
import { confirmedGate, defaultRules, type CycleOptions } from '../../src/engine/learn/options';
import { methods } from '../../src/engine/methods';
import { MemoryStore } from '../../src/engine/memoryStore';
import type { Agent, Model, TaskContext } from '../../src/engine/ports';
import { injectSkills } from '../../src/engine/skill/inject';
import { Library } from '../../src/engine/skill/library';
import { parseSkill } from '../../src/engine/skill/skillFormat';
import type { Skill } from '../../src/engine/skill/types';
import { ModelSkillWriter } from '../../src/engine/writer/modelSkillWriter';
import { QuickstartTask } from '../../src/tasks/quickstart';

const context: TaskContext = { signal: new AbortController().signal, repeat: 0 };

const skillFile = (folder: string, file: string): Skill =>
  parseSkill(readFileSync(`${import.meta.dirname}/../../skills/${folder}/${file}`, 'utf8'), file);
const skeleton = skillFile('base', 'skeleton.md');
const readTheBundle = skillFile('quickstart', 'read_the_bundle.md');

const skill = (name: string, content: string): Skill =>
  parseSkill(`---\nname: ${name}\ndescription: Made by hand.\n---\n${content}\n`, `${name}.md`);

function agentWith(model: Model, skills: readonly Skill[]): Agent {
  return {
    act: (messages) =>
      model.complete({ messages: injectSkills(messages, skills), purpose: 'agent' }),
  };
}

/** Which val samples are solved with these skills. */
async function solvedWith(...skills: readonly Skill[]): Promise<readonly string[]> {
  const task = new QuickstartTask();
  const agent = agentWith(new SimulatedModel(), skills);
  const solved = await Promise.all(
    (await task.samples('val')).map(async (sample) => {
      const rollout = await task.rollout(sample, agent, context);
      return (await task.evaluate(sample, rollout)) ? [sample.id] : [];
    }),
  );
  return solved.flat();
}

describe('the simulated agent on the quickstart', () => {
  it('solves about a third of val with the skills it starts from, which change nothing by themselves', async () => {
    const solved = await solvedWith(readTheBundle);
    expect(solved).toEqual(await solvedWith());
    expect(solved.length).toBeGreaterThanOrEqual(3);
    expect(solved.length).toBeLessThanOrEqual(4);
  });

  it('solves more with every lesson written by hand, and at least nine with all of them', async () => {
    const lessons = [
      skill('by_time', 'Use the entry with the latest effectiveDateTime.'),
      skill('old_values', 'If there is no value from the last 24 hours the answer is -1.'),
      skill('form', 'Send exactly one action, and the bare number in it.'),
    ];
    const before = await solvedWith();
    for (const lesson of lessons) {
      const after = await solvedWith(lesson);
      expect(after).toEqual(expect.arrayContaining([...before]));
      expect(after.length).toBeGreaterThan(before.length);
    }
    expect((await solvedWith(...lessons)).length).toBeGreaterThanOrEqual(9);
  });

  it.each([
    'If in doubt answer -1.',
    'Explain your reasoning before you answer.',
    'POST an Observation first.',
  ])('breaks samples that were solved when told: %s', async (advice) => {
    const after = new Set(await solvedWith(skill('advice', advice)));
    expect((await solvedWith()).some((id) => !after.has(id))).toBe(true);
  });
});

describe('learning the quickstart', () => {
  const options: CycleOptions = {
    epochs: 3,
    updateEvery: 5,
    concurrency: 10,
    maxProposals: 1,
    maxLearnedSkills: 10,
    proposals: 4,
    probeSize: 8,
    probeRepeats: 1,
    runBaseline: true,
    seed: 1,
    invalidActionPenalty: 2,
    review: 'auto',
    gate: confirmedGate,
    rules: defaultRules,
  };

  it('brings val from a third to nine in ten, with edits accepted, rejected and revised on the way', async () => {
    const task = new QuickstartTask();
    const model = new SimulatedModel();
    const store = new MemoryStore();
    await methods.grasp?.run({
      run: 'quickstart',
      task,
      agent: model,
      writer: new ModelSkillWriter(model, {
        maxProposals: 1,
        capacity: 10,
        hints: task.writerHints,
      }),
      writerLabel: model.label,
      library: Library.of({ base: [skeleton], learned: [readTheBundle], layout: 'flat' }),
      options,
      store,
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      signal: context.signal,
    });
    const scores = store.events.flatMap((event) =>
      event.type === 'val.finished' ? [event.score] : [],
    );
    expect(scores[0]).toBeGreaterThanOrEqual(0.3);
    expect(scores[0]).toBeLessThanOrEqual(0.4);
    expect(scores.at(-1)).toBeGreaterThanOrEqual(0.9);
    const judged = store.events.flatMap((event) =>
      event.type === 'candidate.judged' ? [event] : [],
    );
    expect(judged.filter(({ verdict }) => verdict === 'accepted').length).toBeGreaterThanOrEqual(3);
    expect(judged.filter(({ verdict }) => verdict === 'rejected').length).toBeGreaterThanOrEqual(5);
    expect(
      judged.filter(({ revisionOf, verdict }) => revisionOf && verdict === 'accepted'),
    ).not.toEqual([]);
    expect(judged.some(({ edits }) => edits[0]?.action === 'MODIFY')).toBe(true);
    expect(store.events.filter(({ type }) => type === 'writer.failed')).toEqual([]);
  });
});
