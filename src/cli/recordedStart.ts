import type { RunStarted } from '../engine/learn/events';
import { publishedGate, type CycleOptions } from '../engine/learn/options';
import { Library } from '../engine/skill/library';
import { parseSkill } from '../engine/skill/skillFormat';
import type { Layout, Skill } from '../engine/skill/types';
import { UserError } from '../util/errors';

/** The library a run had started from, as its journal tells it: the author's may have changed since. */
export function recordedLibrary({ base, learned }: RunStarted, layout: Layout): Library {
  const skills = learned.map(({ file, text }) => parseSkill(text, file));
  const isArchive = ({ file }: Skill): boolean => file.startsWith('.history/');
  return Library.of({
    base: base.map(({ file, text }) => parseSkill(text, file)),
    learned: skills.filter((skill) => !isArchive(skill)),
    history: skills.filter(isArchive),
    layout: skills.some(({ file }) => file.endsWith('/SKILL.md')) ? 'folder' : layout,
  });
}

/**
 * The options to resume a run with: where nobody sets a capacity it goes by the library, which may have grown since
 * the run began, and the run keeps its own.
 */
export function resumedOptions(
  options: CycleOptions,
  { cycle }: RunStarted,
  isCapacitySet: boolean,
): CycleOptions {
  const { maxLearnedSkills } = cycle;
  return isCapacitySet ? options : { ...options, maxLearnedSkills };
}

/** Settings that may change between a stop and a resume, because no decision depends on them. */
const FREE = new Set([
  'concurrency',
  'review',
  'rules.rolloutRetries',
  'rules.maxConsecutiveFaults',
]);

/**
 * A run is resumed by the same rules it was started by, or its past would not be its own.
 * @throws UserError naming what differs.
 */
export function checkSameRun(started: RunStarted, now: ResumedAs): void {
  const before = {
    method: started.method,
    task: started.task,
    agent: started.agent,
    // Runs of before there was a choice were decided as published.
    ...flat({ ...started.cycle, gate: started.cycle.gate ?? publishedGate }),
  };
  const after = { method: now.method, task: now.task, agent: now.agent, ...flat(now.options) };
  const changed = Object.entries(after).filter(
    ([key, value]) => !FREE.has(key) && key in before && Reflect.get(before, key) !== value,
  );
  if (changed.length === 0) return;
  const list = changed.map(
    ([key, value]) => `${key} was ${String(Reflect.get(before, key))} and is now ${String(value)}`,
  );
  throw new UserError(`this run was started with other settings: ${list.join('; ')}`, {
    place: { file: now.dir },
    fix: 'Resume it with the settings it was started with, or start a run of another name.',
    kind: 'usage',
  });
}

/** What a resumed run would be. */
export interface ResumedAs {
  readonly dir: string;
  readonly method: string;
  readonly task: string;
  readonly agent: string;
  readonly options: CycleOptions;
}

function flat({ rules, gate, ...options }: CycleOptions): Record<string, unknown> {
  const inside = (name: string, group: object): [string, unknown][] =>
    Object.entries(group).map(([key, value]) => [`${name}.${key}`, value]);
  return {
    ...options,
    ...Object.fromEntries([...inside('rules', rules), ...inside('gate', gate)]),
  };
}
