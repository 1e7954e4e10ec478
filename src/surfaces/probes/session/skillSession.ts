import type { Sample } from '../../../engine/types';
import type { Project } from '../lab/lab';
import { LiveScheduler, Outdated, Stopped, type RoundEnd } from '../live/liveScheduler';
import { chooseProbes, planRound, samplesOf, type Plan } from './planRound';
import type { Asked, SessionListener, SessionPorts } from './ports';
import { RoundReport, SessionBoard } from './sessionBoard';
import { isSame, tallyOf, troubleOf } from './sessionState';
import type { KnownProbe, SessionState, Tally, Version } from './sessionState';

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
    const chosen = await chooseProbes(ground.skill, known, this.state, this.ports);
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
      // Another skill may have its turn first: that there is something to stop can be seen already.
      const of = plan.probes?.ids.length ?? 0;
      const kind = plan.probes ? 'probing' : 'drawing';
      this.#board.update({ activity: { kind, done: 0, of } });
      return await this.ports.calls.lane.run(() => this.#measure(plan, asked, signal), signal);
    } catch (error) {
      const isEnded = error instanceof Outdated || error instanceof Stopped || signal.aborted;
      if (!isEnded) this.#board.update({ trouble: troubleOf(error, this.ports.describe) });
      throw error;
    } finally {
      this.#board.update({ activity: { kind: 'idle' } });
    }
  }

  async #plan(signal: AbortSignal, asked: Asked | undefined): Promise<Plan> {
    if (this.state.agent === undefined) this.#board.update({ activity: { kind: 'opening' } });
    const ground = await this.ports.ground(asked !== undefined);
    signal.throwIfAborted();
    const { project, mark } = ground;
    const text = this.ports.text();
    this.#mark = mark;
    this.#board.update({ agent: project.agent, isSimulated: project.isSimulated });
    const plan = await planRound(ground, text, this.state, this.ports, asked);
    signal.throwIfAborted();
    return plan;
  }

  async #measure(plan: Plan, asked: Asked | undefined, signal: AbortSignal): Promise<RoundEnd> {
    const { calls } = this.ports;
    const { project, saved, edited, version, known, probes } = plan;
    if (asked && !asked.only) this.#throwAgain(plan);
    const report = new RoundReport(this.#board, { project, samples: known, version, asked });
    let sent = 0;
    try {
      const { halted, limited } = await calls.measure(
        project,
        {
          saved,
          edited,
          ...(probes ? { samples: probes.ids } : { size: this.ports.size() }),
          repeat: this.#repeat,
          onSent: (made) => (sent += made),
          onDraw: (done, of) => {
            report.drawing(done, of);
            this.#scheduler.answered();
          },
          onChosen: (ids) => report.chosen(ids, probes?.choice ?? 'drawn'),
          onOutcome: (probe) => {
            report.outcome(probe);
            this.#scheduler.answered();
          },
        },
        signal,
      );
      report.ended();
      if (halted !== undefined) {
        this.#board.update({ trouble: { kind: 'halted', message: halted } });
        this.ports.forget(project);
      } else if (limited) {
        this.#board.update({ trouble: { kind: 'limit', message: String(calls.spend.most) } });
      }
      return limited ? 'limit' : 'done';
    } catch (error) {
      report.ended(error);
      throw error;
    } finally {
      this.#board.update({ calls: sent });
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
