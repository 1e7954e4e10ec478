import { join, resolve } from 'node:path';
import { Meter } from '../../../backends/meter';
import type { Estimate } from '../../../cli/estimate';
import type { RunPlan } from '../../../cli/planRun';
import { estimateLines } from '../../../cli/report/estimateLines';
import { bundledBaseSkills } from '../../../config/bundled';
import type { Models } from '../../../config/createModels';
import { loadLibrary } from '../../../config/loadLibrary';
import type { LoadedLibrary } from '../../../config/loadLibrary';
import type { Clock, ModelReply } from '../../../engine/ports';
import type { Library } from '../../../engine/skill/library';
import type { Layout } from '../../../engine/skill/types';
import type { Sample, Split } from '../../../engine/types';
import type { Place } from '../../../util/errors';
import { BoundedMap } from './boundedMap';
import type { InjectionPreview } from './injectionPreview';
import type { Project } from './lab';
import { measure, type Samples } from './measure';
import type { MeasureRequest, Measurement } from './measurement';
import type { Bench } from './player';
import { preview } from './preview';
import { RolloutMemory } from './rolloutMemory';

/** Replies are kept while the project is open, in memory only. */
const MAX_REPLY_CHARACTERS = 8_000_000;

/** A run configuration with everything it names, ready to measure. */
export class OpenProject implements Project {
  readonly config: string;
  readonly task: string;
  readonly agent: string;
  readonly isSimulated: boolean;
  readonly isRepeatable: boolean;
  readonly libraryDir: string | undefined;
  readonly layout: Layout;
  readonly outputDir: string;
  readonly estimate: Estimate;
  readonly estimateLines: readonly string[];
  readonly files: readonly string[];
  readonly #bench: Bench;
  readonly #samples: Samples;
  readonly #closing = new AbortController();
  readonly #meters = new Set<Meter>();
  #callsBefore = 0;

  constructor(
    private readonly plan: RunPlan,
    models: Models,
    clock: Clock,
  ) {
    const { loaded, presets, task, library, options, dev, val } = plan;
    const { library_dir, base_dir } = loaded.config.skills;
    const root = loaded.baseDir ?? '.';
    this.config = loaded.file;
    this.task = task.name;
    this.agent = models.agent.label;
    this.isSimulated = presets.isSimulated;
    this.isRepeatable = models.agent.temperature === 0;
    this.libraryDir = library_dir === undefined ? undefined : resolve(root, library_dir);
    this.layout = library.layout;
    this.outputDir = resolve(root, loaded.config.output_dir);
    this.estimate = plan.estimate;
    this.estimateLines = estimateLines(plan.estimate, presets.isSimulated);
    const named = [presets.agent, presets.writer, presets.judge].map(({ file }) => file);
    const baseDir = base_dir ?? bundledBaseSkills();
    // The folder as well: a file more in it is a skill more.
    const base = [baseDir, ...library.base.map(({ file }) => join(baseDir, file))];
    const files = [loaded.file, ...named, ...base, ...(task.files ?? [])];
    this.files = [...new Set(files.map((it) => resolve(root, it)))];
    const weigh = ({ content, toolCalls = [] }: ModelReply): number =>
      toolCalls.reduce((sum, call) => sum + call.arguments.length, content.length + 300);
    this.#bench = {
      task,
      agent: models.agent,
      judge: models.judge,
      clock,
      // A person wants to see every probe, and a fault is never a failure, whatever a run would make of it.
      options: {
        ...options,
        rules: { ...options.rules, earlyStop: false, faults: 'excluded' },
      },
      replies: new BoundedMap<ModelReply>(MAX_REPLY_CHARACTERS, weigh),
      memory: new RolloutMemory(task.protocolHook?.bind(task)),
    };
    this.#samples = { dev, byId: new Map([...val, ...dev].map((it) => [it.id, it])) };
  }

  get callsMade(): number {
    let calls = this.#callsBefore;
    for (const meter of this.#meters) calls += meter.spent.total.calls;
    return calls;
  }

  async samples(split: Split): Promise<readonly Sample[]> {
    if (split === 'dev') return this.plan.dev;
    return split === 'val' ? this.plan.val : this.plan.task.samples(split);
  }

  placeOf(sample: Sample): Place | undefined {
    return this.plan.task.placeOf?.(sample);
  }

  library(): Promise<LoadedLibrary> {
    return loadLibrary(this.plan.loaded);
  }

  preview(library: Library, sample: Sample): Promise<InjectionPreview> {
    return preview(this.plan.task, this.#bench.judge, library, sample);
  }

  async measure(request: MeasureRequest, signal: AbortSignal): Promise<Measurement> {
    const meter = new Meter({ calls: request.callLimit });
    this.#meters.add(meter);
    try {
      const either = AbortSignal.any([signal, this.#closing.signal]);
      return await measure(this.#bench, this.#samples, request, either, meter);
    } finally {
      this.#meters.delete(meter);
      this.#callsBefore += meter.spent.total.calls;
    }
  }

  async dispose(): Promise<void> {
    this.#closing.abort(new DOMException('The project was closed.', 'AbortError'));
    await this.plan.task.close?.();
  }
}
