import { describe, expect, it } from 'vitest';
import { defaultRules } from '../engine/learn/options';
import { Library } from '../engine/skill/library';
import { parseSkill } from '../engine/skill/skillFormat';
import { checkSameRun, recordedLibrary, resumedOptions } from './recordedStart';
import { runEvents } from './report/testRun';

const started = runEvents.find((event) => event.type === 'run.started');
if (!started) throw new Error('the test run has no start');

const now = {
  dir: 'runs/first',
  method: started.method,
  task: started.task,
  agent: started.agent,
  options: started.cycle,
};

describe('resuming a run', () => {
  it('starts from the library the run had, with its history', () => {
    const skill = parseSkill('---\nname: a\nversion: 2\n---\nnew\n', 'a.md');
    const old = parseSkill('---\nname: a\nversion: 1\n---\nold\n', '.history/a_v1.md');
    const before = Library.of({ base: [], learned: [skill], history: [old], layout: 'flat' });
    const learned = [...before.files()].map(([file, text]) => ({ file, text }));
    const after = recordedLibrary({ ...started, learned }, 'flat');
    expect([...after.files()]).toEqual([...before.files()]);
    expect(after.names()).toEqual(['a']);
  });

  it('keeps its capacity where nobody sets one, however the library has grown since', () => {
    const grown = { ...started.cycle, maxLearnedSkills: 45 };
    expect(resumedOptions(grown, started, false)).toEqual(started.cycle);
    expect(resumedOptions(grown, started, true)).toEqual(grown);
  });

  it('may change what no decision depends on', () => {
    const options = {
      ...started.cycle,
      concurrency: 9,
      review: 'ask' as const,
      rules: { ...defaultRules, rolloutRetries: 7 },
    };
    expect(() => checkSameRun(started, { ...now, options })).not.toThrow();
  });

  it('may not change anything else, and names what changed', () => {
    const options = { ...started.cycle, probeSize: 6 };
    expect(() => checkSameRun(started, { ...now, options })).toThrow(
      'probeSize was 4 and is now 6',
    );
    expect(() => checkSameRun(started, { ...now, agent: 'other' })).toThrow(
      'agent was toy and is now other',
    );
    const rules = { ...started.cycle, rules: { ...defaultRules, earlyStop: false } };
    expect(() => checkSameRun(started, { ...now, options: rules })).toThrow('rules.earlyStop');
  });
});
