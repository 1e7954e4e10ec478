/**
 * A world small enough to reason about: a sample passes when a skill in the conversation says `cures X` for its
 * topic X (or the sample is easy), and fails when one says `breaks X`. The writer proposes what a test tells it to.
 */
import {
  EnvironmentFault,
  type Agent,
  type Model,
  type ModelReply,
  type Task,
} from '../../src/engine/ports';
import type { Clock, ModelRequest, TaskContext } from '../../src/engine/ports';
import type { CycleOptions } from '../../src/engine/learn/options';
import { defaultRules, publishedGate } from '../../src/engine/learn/options';
import { Library } from '../../src/engine/skill/library';
import { parseSkill } from '../../src/engine/skill/skillFormat';
import type { Edit, Json, Rollout, Sample, Split } from '../../src/engine/types';
import { noUsage } from '../../src/engine/usage';
import type {
  ProposeInput,
  ReviseInput,
  SkillWriter,
  WriterResult,
} from '../../src/engine/writer/types';

/** Time that passes only when somebody sleeps. */
export function toyClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      now += ms;
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

/** `fruit1 easy`: topic before the number, `easy` passes without a skill. */
export function toySamples(...specs: readonly string[]): Sample[] {
  return specs.map((spec) => {
    const [id = '', ...words] = spec.split(' ');
    const topic = id.replace(/\d+$/, '');
    return { id, description: `Sort the ${topic}`, topic, easy: words.includes('easy') };
  });
}

export interface ToySplits {
  readonly dev: readonly Sample[];
  readonly val: readonly Sample[];
}

export class ToyTask implements Task {
  readonly name = 'toy';
  /** How often each sample has been run. */
  readonly runs = new Map<string, number>();
  /** Set to make an episode meet a fault: called with the sample's id and how often it ran before. */
  fault: (id: string, attempt: number) => boolean = () => false;

  constructor(private readonly splits: ToySplits) {}

  samples(split: Split): Promise<readonly Sample[]> {
    return Promise.resolve(
      split === 'dev' ? this.splits.dev : split === 'val' ? this.splits.val : [],
    );
  }

  async rollout(sample: Sample, agent: Agent): Promise<Rollout> {
    const attempt = this.runs.get(sample.id) ?? 0;
    this.runs.set(sample.id, attempt + 1);
    const { content } = await agent.act([{ role: 'user', content: sample.description }]);
    if (this.fault(sample.id, attempt)) throw new EnvironmentFault(`no ground under ${sample.id}`);
    return { status: 'completed', history: [], actions: [content], answer: content };
  }

  evaluate(sample: Sample, rollout: Rollout, _context?: TaskContext): Promise<boolean> {
    const says = (word: string): boolean =>
      rollout.answer.includes(`${word} ${String(sample['topic'])};`);
    return Promise.resolve((sample['easy'] === true || says('cures')) && !says('breaks'));
  }
}

/** Replies with every `cures X;` and `breaks X;` it was shown. */
export class ToyAgent implements Model {
  readonly label = 'toy';
  readonly identity = 'toy';
  readonly temperature = 0;
  calls = 0;

  complete({ messages }: ModelRequest): Promise<ModelReply> {
    this.calls += 1;
    const text = messages.map(({ content }) => content).join('\n');
    const content = [...text.matchAll(/(?:cures|breaks) \w+;/g)].map(([found]) => found).join(' ');
    return Promise.resolve({ content, usage: { ...noUsage, calls: 1 } });
  }
}

export class ToyWriter implements SkillWriter {
  readonly asked: ProposeInput[] = [];
  revision: (input: ReviseInput) => readonly Json[] = () => [];

  constructor(private readonly propositions: (input: ProposeInput) => readonly Json[]) {}

  classify: SkillWriter['classify'] = ({ failing }) =>
    reply({
      labels: Object.fromEntries(failing.map(({ sample }) => [sample, 'stuck'])),
      new_labels: { stuck: 'Stuck' },
    });

  diagnose: SkillWriter['diagnose'] = () => reply({});

  propose(input: ProposeInput): Promise<WriterResult<readonly Json[]>> {
    this.asked.push(input);
    return reply(this.propositions(input));
  }

  revise(input: ReviseInput): Promise<WriterResult<readonly Json[]>> {
    return reply(this.revision(input));
  }
}

function reply<T>(value: T): Promise<WriterResult<T>> {
  return Promise.resolve({ ok: true, reply: value, usage: { ...noUsage, calls: 1 } });
}

/** An edit as a writer would send it. */
export function edit(
  action: Edit['action'],
  name: string,
  content = '',
  tags?: string[],
): Record<string, Json> {
  return { action, name, description: `About ${name}`, content, ...(tags ? { tags } : {}) };
}

export function toyLibrary(skills: Readonly<Record<string, string>> = {}): Library {
  return Library.of({
    base: [],
    learned: Object.entries(skills).map(([name, content]) =>
      parseSkill(
        `---\nname: ${name}\ndescription: ${name}\ntags: [sort]\nversion: 1\n---\n\n${content}\n`,
        `${name}.md`,
      ),
    ),
    layout: 'flat',
  });
}

export function toyOptions(options: Partial<CycleOptions> = {}): CycleOptions {
  return {
    epochs: 1,
    updateEvery: 4,
    concurrency: 4,
    maxProposals: 1,
    maxLearnedSkills: 5,
    proposals: 1,
    probeSize: 8,
    probeRepeats: 1,
    runBaseline: true,
    seed: 1,
    invalidActionPenalty: 2,
    review: 'auto',
    gate: publishedGate,
    rules: defaultRules,
    ...options,
  };
}
