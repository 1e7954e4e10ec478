import type { Library } from '../../../engine/skill/library';
import type { Sample } from '../../../engine/types';
import { probeOrder } from '../choice/probeOrder';
import { touchedText } from '../choice/sections';
import type { Project } from '../lab/lab';
import { LiveScheduler, Outdated, Stopped, type RoundEnd } from '../live/liveScheduler';
import { editedLibrary } from './editedLibrary';
import type { Asked, Ground, SessionListener, SessionPorts } from './ports';
import { RoundReport, SessionBoard } from './sessionBoard';
import { isSame, tallyOf, troubleOf } from './sessionState';
import type { Choice, KnownProbe, SessionState, Tally, Version } from './sessionState';

/** Everything about a round that is settled before its first call. */
interface Plan {
  readonly project: Project;
  readonly saved: Library;
  readonly edited: Library;
  readonly version: Version;
  readonly known: ReadonlyMap<string, Sample>;
  /** Absent: they are to be drawn. */
  readonly probes?: { readonly ids: readonly string[]; readonly choice: Choice };
}

/** Answers from what is known, and asks the model nothing. */
const ONLY_KNOWN = 'only known';

/** The probes of one skill: which they are, what they came to, and when they run. */
export class SkillSession {
  readonly #board = new SessionBoard();
  readonly #scheduler: LiveScheduler<Asked | typeof ONLY_KNOWN>;
  #mark = '';
  #repeat = 0;

  constructor(private readonly ports: SessionPorts) {
    this.#scheduler = new LiveScheduler({
      clock: ports.clock,
      pauseMs: () => ports.pauseMs(),
      round: (signal, asked) => this.#round(signal, asked),
      failed: (error) => ports.failed(error),
      changed: () => this.#followScheduler(),
    });
  }

  get listeners(): Set<SessionListener> {
    return this.#board.listeners;
  }

  get state(): SessionState {
    return this.#board.state;
  }

  /** The skill as it is now, saved or not. */
  get text(): string {
    return this.ports.text();
  }

  get tally(): Tally | undefined {
    return tallyOf(this.state, this.#now());
  }

  isOutdated({ version }: KnownProbe): boolean {
    return !isSame(version, this.#now());
  }

  /** A round on the text as it is. @throws UserError; Stopped or Outdated when it was ended. */
  run(asked: Asked = {}, signal?: AbortSignal): Promise<void> {
    return this.#scheduler.runNow(asked, signal);
  }

  switchLive(on: boolean): void {
    this.#scheduler.switchLive(on);
  }

  stop(): void {
    this.#scheduler.stop();
  }

  /** The text was changed. */
  edited(): void {
    this.#scheduler.edited();
    this.#tellOutdated();
  }

  /**
   * A file of the library was written. What is known may say all there is to say about it: after saving the
   * text that was measured, nothing needs to be asked again.
   */
  async savedChanged(): Promise<void> {
    if (this.state.results.size === 0 && !this.state.isLive) return;
    // What keeps it from being read keeps the next round from running, and is told then.
    const ground = await this.ports.ground(false).catch(() => undefined);
    if (ground === undefined || ground.mark === this.#mark) return;
    this.#mark = ground.mark;
    if (this.state.isLive) this.#scheduler.edited();
    else if (this.#scheduler.phase === 'idle') {
      await this.#scheduler.runNow(ONLY_KNOWN).catch(() => undefined);
    }
    this.#tellOutdated();
  }

  /** Other probes are to be taken: the next round chooses anew. */
  chooseAnew(): void {
    this.#board.update({ samples: [] });
    if (this.state.isLive) this.#scheduler.edited();
  }

  /** More calls are allowed. */
  allowMore(): void {
    if (this.state.trouble?.kind === 'limit') this.#board.clearTrouble();
    this.#scheduler.allowMore();
  }

  /**
   * The probe set as it would be taken now, without a call; no probes when they have to be drawn.
   * @throws UserError
   */
  async planned(isAsked = false): Promise<{
    readonly project: Project;
    readonly known: ReadonlyMap<string, Sample>;
    readonly probes?: readonly string[];
  }> {
    const ground = await this.ports.ground(isAsked);
    const known = await samplesOf(ground.project);
    const chosen = await this.#choose(ground, known);
    return { project: ground.project, known, ...(chosen ? { probes: chosen.ids } : {}) };
  }

  dispose(): void {
    this.listeners.clear();
    this.#scheduler.dispose();
  }

  #now(): Version {
    return { text: this.ports.text(), saved: this.#mark };
  }

  async #round(
    signal: AbortSignal,
    asked: Asked | typeof ONLY_KNOWN | undefined,
  ): Promise<RoundEnd> {
    if (asked === ONLY_KNOWN) return this.#refresh(signal);
    try {
      if (this.state.trouble) this.#board.clearTrouble();
      const plan = await this.#plan(signal, asked);
      return await this.ports.lane.run(() => this.#measure(plan, asked, signal), signal);
    } catch (error) {
      const isEnded = error instanceof Outdated || error instanceof Stopped || signal.aborted;
      if (!isEnded) this.#board.update({ trouble: troubleOf(error) });
      throw error;
    } finally {
      this.#board.update({ activity: { kind: 'idle' } });
    }
  }

  async #plan(signal: AbortSignal, asked: Asked | undefined): Promise<Plan> {
    if (this.state.agent === undefined) this.#board.update({ activity: { kind: 'opening' } });
    const ground = await this.ports.ground(asked !== undefined);
    signal.throwIfAborted();
    const { project, saved, mark } = ground;
    const text = this.ports.text();
    this.#mark = mark;
    this.#board.update({ agent: project.agent, isSimulated: project.isSimulated });
    const edited = await editedLibrary(ground, text);
    const known = await samplesOf(project);
    const probes = asked?.only
      ? { ids: asked.only, choice: 'pinned' as const }
      : await this.#choose(ground, known);
    const touched = touchedText(saved.find(ground.skill)?.text ?? '', text);
    signal.throwIfAborted();
    return {
      project,
      saved,
      edited,
      version: { text, saved: mark },
      known,
      ...(probes ? { probes: { ...probes, ids: this.#inOrder(probes.ids, known, touched) } } : {}),
    };
  }

  async #measure(plan: Plan, asked: Asked | undefined, signal: AbortSignal): Promise<RoundEnd> {
    const { spend } = this.ports;
    const { project, saved, edited, version, known, probes } = plan;
    if (asked && !asked.only) this.#throwAgain(plan);
    const report = new RoundReport(this.#board, { project, samples: known, version, asked });
    const before = project.callsMade;
    try {
      const { halted, limited } = await project.measure(
        {
          saved,
          edited,
          ...(probes ? { samples: probes.ids } : { size: this.ports.size() }),
          callLimit: spend.left,
          repeat: this.#repeat,
          onDraw: (done, of) => report.drawing(done, of),
          onChosen: (ids) => report.chosen(ids, probes?.choice ?? 'drawn'),
          onOutcome: (probe) => report.outcome(probe),
        },
        signal,
      );
      report.ended();
      if (halted !== undefined) {
        this.#board.update({ trouble: { kind: 'halted', message: halted } });
        this.ports.forget(project);
      } else if (limited) {
        this.#board.update({ trouble: { kind: 'limit', message: String(spend.most) } });
      }
      return limited ? 'limit' : 'done';
    } catch (error) {
      report.ended(error);
      throw error;
    } finally {
      const calls = project.callsMade - before;
      spend.charge(calls);
      this.#board.update({ calls });
    }
  }

  /** Takes results that say something about the library as it is saved now, if all of them can be had. */
  async #refresh(signal: AbortSignal): Promise<RoundEnd> {
    const { project, saved, edited, version } = await this.#plan(signal, undefined);
    const samples = [...this.state.results.keys()];
    const request = { saved, edited, samples, callLimit: 0, repeat: this.#repeat };
    const { limited, probes } = await project.measure(request, signal);
    if (!limited) this.#board.take(probes, version);
    return 'done';
  }

  /** Where equal requests get different replies, asking once more is asking for another throw of the dice. */
  #throwAgain({ project, version }: Plan): void {
    const { samples, results } = this.state;
    const known = samples.map((id) => results.get(id)?.version);
    const isKnown = known.length > 0 && known.every((it) => it && isSame(it, version));
    if (isKnown && !project.isRepeatable) this.#repeat += 1;
  }

  #inOrder(
    ids: readonly string[],
    known: ReadonlyMap<string, Sample>,
    touched: string,
  ): readonly string[] {
    const last = new Map([...this.state.results].map(([id, { probe }]) => [id, probe]));
    return probeOrder(
      ids.flatMap((id) => known.get(id) ?? []),
      last,
      touched,
    );
  }

  async #choose({ skill }: Ground, known: ReadonlyMap<string, Sample>): Promise<Plan['probes']> {
    const there = (ids: readonly string[]): readonly string[] => ids.filter((id) => known.has(id));
    const { samples, choice } = this.state;
    const kept = there(samples);
    if (kept.length > 0 && choice) return { ids: kept, choice };
    const pinned = there(this.ports.pinned(skill));
    if (pinned.length > 0) return { ids: pinned, choice: 'pinned' };
    const last = there((await this.ports.lastProbes(skill)) ?? []);
    return last.length > 0 ? { ids: last, choice: 'update' } : undefined;
  }

  #followScheduler(): void {
    const { phase, isLive } = this.#scheduler;
    const { activity } = this.state;
    if (phase === 'running') {
      this.#board.update({
        isLive,
        activity: activity.kind === 'pause' ? { kind: 'idle' } : activity,
      });
    } else this.#board.update({ isLive, activity: { kind: phase } });
  }

  #tellOutdated(): void {
    if (this.tally?.isOutdated !== true) return;
    for (const listener of this.listeners) listener.outdated?.();
    this.#board.changed();
  }
}

async function samplesOf(project: Project): Promise<ReadonlyMap<string, Sample>> {
  const [dev, val] = await Promise.all([project.samples('dev'), project.samples('val')]);
  return new Map([...val, ...dev].map((sample) => [sample.id, sample]));
}
