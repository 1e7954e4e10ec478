import type { Meter } from '../../../backends/meter';
import type { Results } from '../../../engine/learn/entry';
import { RunHalted } from '../../../engine/learn/faults';
import { drawProbe, probeSamples, stratifiedSample } from '../../../engine/learn/probeSet';
import { untilIdle } from '../../../engine/learn/tools';
import { Pool } from '../../../engine/pool';
import { BudgetExceeded } from '../../../engine/ports';
import { PythonRandom } from '../../../engine/random';
import type { Library } from '../../../engine/skill/library';
import type { Sample } from '../../../engine/types';
import { UserError } from '../../../util/errors';
import type { Arm, MeasuredProbe, MeasureRequest, Measurement } from './measurement';
import { Player, type Bench } from './player';
import { summary, toProbe } from './summary';

/** A balanced draw tries at most this many samples per probe: a big task must not be measured whole. */
const TRIED_PER_PROBE = 5;

/** Samples to choose from, and those that learning draws from. */
export interface Samples {
  readonly dev: readonly Sample[];
  readonly byId: ReadonlyMap<string, Sample>;
}

const didNotRun: Arm = { passed: null, reused: false };

/** @throws UserError when there is nothing to draw from; the signal's reason when aborted. */
export async function measure(
  bench: Bench,
  samples: Samples,
  request: MeasureRequest,
  signal: AbortSignal,
  meter: Meter,
): Promise<Measurement> {
  signal.throwIfAborted();
  const pool = new Pool(bench.options.concurrency);
  return untilIdle(pool, signal, async (controller) => {
    const work = new Measuring(bench, request, { pool, meter, controller, outer: signal });
    return work.run(samples);
  });
}

class Measuring {
  readonly #player: Player;
  #limited = false;
  #halted: string | undefined;

  constructor(
    private readonly bench: Bench,
    private readonly request: MeasureRequest,
    private readonly tools: {
      readonly pool: Pool;
      readonly meter: Meter;
      readonly controller: AbortController;
      readonly outer: AbortSignal;
    },
  ) {
    const onSent = (calls: number): void => request.onSent?.(calls);
    this.#player = new Player(bench, tools.meter, tools.controller.signal, onSent);
  }

  async run(samples: Samples): Promise<Measurement> {
    const probe = this.request.samples
      ? this.request.samples.flatMap((id) => samples.byId.get(id) ?? [])
      : await this.#draw(samples);
    if (!this.tools.outer.aborted) this.request.onChosen?.(probe.map(({ id }) => id));
    const probes = await Promise.all(probe.map((sample, place) => this.#probe(sample, place)));
    const { total } = this.tools.meter.spent;
    return {
      ...summary(probes),
      usage: { ...total, reused: this.#player.reused },
      limited: this.#limited,
      ...(this.#halted === undefined ? {} : { halted: this.#halted }),
    };
  }

  async #probe(sample: Sample, place: number): Promise<MeasuredProbe> {
    const { saved, edited } = this.request;
    const before = await this.#arm(sample, saved, place);
    // Without the one arm the other says nothing, and would only cost.
    const after = before.passed === null ? didNotRun : await this.#arm(sample, edited, place);
    const probe = toProbe(sample, before, after);
    if (!this.tools.outer.aborted) this.request.onOutcome?.(probe);
    return probe;
  }

  /** The earlier a sample stands in the list, the earlier both of its arms run. */
  async #arm(sample: Sample, library: Library, place: number): Promise<Arm> {
    const { repeat = 0 } = this.request;
    const { pool, controller, outer } = this.tools;
    const known = this.#player.recall(sample, repeat, library);
    if (known) return known;
    try {
      return await pool.run((at) => this.#player.play(sample, repeat, library, at), {
        priority: -place,
        signal: controller.signal,
      });
    } catch (error) {
      outer.throwIfAborted();
      return this.#unanswered(error);
    }
  }

  /** What ends a measurement ends it for every probe, and leaves what is known. */
  #unanswered(error: unknown): Arm {
    if (error instanceof BudgetExceeded) {
      this.#limited = true;
      return didNotRun;
    }
    const { controller } = this.tools;
    if (!(error instanceof RunHalted)) {
      controller.abort(error);
      throw error;
    }
    this.#halted ??= error.message;
    controller.abort(error);
    return { ...didNotRun, reason: error.message };
  }

  /** Half failing, half passing with the saved library, as a learning run would draw. */
  async #draw({ dev, byId }: Samples): Promise<readonly Sample[]> {
    const { seed, probeSize } = this.bench.options;
    const size = this.request.size ?? probeSize;
    const rng = new PythonRandom(`${seed}:probe:by-hand`);
    const most = TRIED_PER_PROBE * size;
    const tried = dev.length <= most ? dev : stratifiedSample(dev, most, rng);
    let done = 0;
    const arms = await Promise.all(
      tried.map(async (sample, place) => {
        const arm = await this.#arm(sample, this.request.saved, place);
        done += 1;
        if (!this.tools.outer.aborted) this.request.onDraw?.(done, tried.length);
        return [sample.id, arm.passed] as const;
      }),
    );
    const results: Results = new Map(
      arms.flatMap(([id, passed]) => (passed === null ? [] : [[id, passed]])),
    );
    const probe = drawProbe(results, byId, size, rng);
    if (probe) return probeSamples(probe);
    if (this.#limited || this.#halted !== undefined) return [];
    throw new UserError('No probe could be drawn: every rollout ended in a fault.', {
      fix: 'Look at the log of GRASP for the reason, and try again.',
    });
  }
}
