/** The scripted agent and skill writer of a scenario: no model, every reply a hash. */
import { createHash } from 'node:crypto';
import type { Agent, Model, ModelReply, ModelRequest, Task } from '../../src/engine/ports';
import type { Json, Rollout, Sample, Split } from '../../src/engine/types';
import { noUsage } from '../../src/engine/usage';
import type {
  ClassifyInput,
  ClassifyReply,
  ProposeInput,
  ReviseInput,
  SkillWriter,
  WriterResult,
} from '../../src/engine/writer/types';
import type { Scenario } from './scenario';

const WORDS =
  'alpha bravo carbon delta echo forest glucose harbor insulin jupiter kernel lantern magnesium neon orbit potassium quartz river sodium tundra'.split(
    ' ',
  );

const MARK = /\[\[skill:([a-z0-9_]+)#([a-z0-9]+)\]\]/g;

type Mark = readonly [name: string, nonce: string];

function hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '') || 'unnamed_skill'
  );
}

/** The distinct marks of a text, sorted by name and nonce. */
export function marksIn(text: string): Mark[] {
  const found = new Map<string, Mark>();
  for (const [mark, name = '', nonce = ''] of text.matchAll(MARK)) found.set(mark, [name, nonce]);
  return [...found.values()].sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1));
}

/** A `propose` call as the expectations list it. */
export interface ProposeCall {
  readonly epoch: number;
  readonly update: number;
  readonly k: number;
  readonly failure_mode: string | null;
  readonly group: readonly string[];
  readonly passing: number;
  readonly other_failing: number;
  readonly effectiveness: unknown;
}

export class ScriptedWorld implements Task, Model, SkillWriter {
  readonly name = 'scripted';
  readonly label = 'scripted';
  readonly identity = 'scripted';
  readonly temperature = 0;
  readonly proposeCalls: ProposeCall[] = [];
  calls = 0;

  constructor(private readonly scenario: Scenario) {}

  #u(key: string): number {
    return parseInt(hex(`${this.scenario.world_seed}|${key}`).slice(0, 8), 16) / 2 ** 32;
  }

  samples(split: Split): Promise<readonly Sample[]> {
    return Promise.resolve(split === 'dev' ? this.scenario.dev : this.scenario.val);
  }

  async complete({ messages }: ModelRequest): Promise<ModelReply> {
    this.calls += 1;
    const text = messages.map(({ content }) => content).join('\n');
    // Replies come in an order of their own, so that nothing may depend on it.
    for (let wait = Math.floor(this.#u(`wait|${this.calls}`) * 4); wait > 0; wait--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { content: JSON.stringify(marksIn(text)), usage: noUsage };
  }

  async rollout(sample: Sample, agent: Agent): Promise<Rollout> {
    const content = sample.description;
    const reply = await agent.act([{ role: 'user', content }]);
    const marks = JSON.parse(reply.content) as Mark[];
    const { base_rate, fix_rate, break_rate, error_rate, invalid_rate } = this.scenario;
    let ok = this.#u(`base|${sample.id}`) < base_rate;
    let fixed = false;
    let broken = false;
    for (const [name, nonce] of marks) {
      const effect = this.#u(`eff|${name}|${nonce}|${sample.id}`);
      if (effect < fix_rate) fixed = true;
      else if (effect > 1 - break_rate) broken = true;
    }
    ok = (ok || fixed) && !broken;
    let status = 'completed';
    if (!ok) {
      const listed = marks.map(([name, nonce]) => `${name}#${nonce}`).join(',');
      const r = this.#u(`status|${sample.id}|${listed}`);
      if (r < error_rate) status = 'error';
      else if (r < error_rate + invalid_rate) status = 'agent invalid action';
      else if (r < error_rate + invalid_rate + 0.1) status = 'task limit reached';
    }
    return { status, history: [], actions: [], answer: '', result: { ok } };
  }

  evaluate(_sample: Sample, rollout: Rollout): Promise<boolean> {
    return Promise.resolve((rollout.result as { ok: boolean }).ok);
  }

  classify({ failing, taxonomy }: ClassifyInput): Promise<WriterResult<ClassifyReply>> {
    const labels: Record<string, string> = {};
    const fresh: Record<string, string> = {};
    for (const { sample } of failing) {
      const label = `mode_${Math.floor(this.#u(`label|${sample}`) * this.scenario.modes)}`;
      labels[sample] = label;
      if (!(label in taxonomy)) fresh[label] = label;
    }
    return reply({ labels, new_labels: fresh });
  }

  diagnose(): Promise<WriterResult<Readonly<Record<string, string>>>> {
    return reply({});
  }

  propose(input: ProposeInput): Promise<WriterResult<readonly Json[]>> {
    const failing = input.group.filter(({ correct }) => !correct);
    this.proposeCalls.push({
      epoch: input.epoch,
      update: input.update,
      k: input.k,
      failure_mode: input.label,
      group: failing.map(({ sample }) => sample),
      passing: input.group.length - failing.length,
      other_failing: input.otherFailing.length,
      effectiveness: input.effectiveness,
    });
    const key = `${input.epoch}|${input.update}|${input.k}`;
    const names = [...input.library.names()].sort();
    return reply(this.#proposal(key, names));
  }

  revise({ epoch, update, edits }: ReviseInput): Promise<WriterResult<readonly Json[]>> {
    const key = `rev|${epoch}|${update}`;
    const [edit] = edits;
    if (!edit || this.#u(`revkind|${key}`) < 0.15) return reply([]);
    const nonce = hex(`${this.scenario.world_seed}|${key}`).slice(0, 6);
    const content = `## When to Use This Skill\n- Narrow.\n\nApply [[skill:${edit.name}#${nonce}]].`;
    const { action, name, tags = [] } = edit;
    return reply([{ action, name, description: 'Narrowed', content, tags }]);
  }

  #proposal(key: string, names: readonly string[]): readonly Json[] {
    const r = this.#u(`action|${key}`);
    const fresh = `skill ${Math.floor(this.#u(`name|${key}`) * 40)}`;
    const picked = names[Math.floor(this.#u(`pick|${key}`) * names.length)] ?? 'ghost_skill';
    const edit = (action: string, name: string, i = 0): Record<string, Json> =>
      this.#edit(key, action, name, i);
    if (r < 0.45) return [edit('ADD', fresh)];
    if (r < 0.62) return [edit('modify', picked)];
    if (r < 0.7) return [edit('REMOVE', picked)];
    if (r < 0.78) return [edit('REMOVE', picked), edit('ADD', `${fresh} b`, 1)];
    if (r < 0.82) return [edit('ADD', `Skill-${Math.floor(this.#u(`odd|${key}`) * 9)}!`)];
    if (r < 0.85) return [edit('REPLACE', fresh)];
    if (r < 0.88) return [edit('MODIFY', 'skeleton')];
    if (r < 0.91) return [{ ...edit('ADD', fresh), content: '   ' }];
    if (r < 0.94) return [edit('MODIFY', 'ghost skill')];
    if (r < 0.97) return ['not an object', edit('ADD', picked)];
    return [];
  }

  #edit(key: string, action: string, name: string, i: number): Record<string, Json> {
    const nonce = hex(`${this.scenario.world_seed}|nonce|${key}|${i}`).slice(0, 6);
    const word = (tag: string): string =>
      WORDS[Math.floor(this.#u(`${tag}|${key}|${i}`) * WORDS.length)] ?? '';
    const [first, second] = [word('tag1'), word('tag2')];
    return {
      action,
      name,
      description: `Handle ${first} cases`,
      content: `## When to Use This Skill\n- When the text mentions ${second}.\n\n## Recommended Patterns\nApply [[skill:${slug(name)}#${nonce}]] first.`,
      tags: this.#u(`notag|${key}|${i}`) < 0.2 ? [] : [first, second],
    };
  }
}

function reply<T>(value: T): Promise<WriterResult<T>> {
  return Promise.resolve({ ok: true, reply: value, usage: noUsage });
}
