import * as vscode from 'vscode';
import { describeHere } from '../../common/describeHere';
import { Disposables } from '../../common/disposables';
import { testController } from '../../common/ids';
import { visible } from '../../common/markdown';
import type { Surroundings } from '../../common/surroundings';
import { Outdated, Stopped } from '../live/liveScheduler';
import type { Asked, Round } from '../session/ports';
import { runConfigFor } from '../session/runConfigFor';
import type { ProbedSkill, SkillSessions } from '../session/skillSessions';
import { TestRunReport } from './testRunReport';
import { TestTree } from './testTree';

/** What of a skill is to run: all of its probes, or some. */
type Part = readonly string[] | 'all';

/** Probes in the Test Explorer: every round shows there, and what is clicked there runs. */
export class ProbeTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly #disposables = new Disposables();
  readonly #tree: TestTree;
  readonly run: vscode.TestRunProfile;
  readonly compare: vscode.TestRunProfile;
  /** Reports of rounds that were asked for here. */
  readonly #reports = new WeakMap<Asked, TestRunReport>();
  #isListed = false;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly sessions: SkillSessions,
    id: string = testController,
  ) {
    const { Run } = vscode.TestRunProfileKind;
    const controller = vscode.tests.createTestController(id, vscode.l10n.t('GRASP probes'));
    this.controller = this.#disposables.add(controller);
    this.#tree = new TestTree(controller);
    controller.resolveHandler = (item) => this.#guarded(() => this.#resolve(item));
    controller.refreshHandler = () => surroundings.libraries.refresh();
    this.run = controller.createRunProfile(
      vscode.l10n.t('Run Probes'),
      Run,
      (request, token) => this.#guarded(() => this.#start(request, token, false)),
      true,
      undefined,
      true,
    );
    this.compare = controller.createRunProfile(
      vscode.l10n.t('Compare with Saved Version'),
      Run,
      (request, token) => this.#guarded(() => this.#start(request, token, true)),
    );
    this.#disposables.add(this.run);
    this.#disposables.add(this.compare);
    this.#disposables.add(sessions.onDidAdd((skill) => this.#follow(skill)));
    this.#disposables.add(
      surroundings.libraries.onDidChange(() => {
        if (this.#isListed) void this.#guarded(() => this.#list());
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      this.surroundings.log.error(error instanceof Error ? error : String(error));
    }
  }

  async #resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (!item) return this.#list();
    const ref = this.#tree.refOf(item);
    if (ref?.kind !== 'skill') return;
    const skill = await this.sessions.of(ref.uri);
    if (!skill) return;
    item.busy = true;
    try {
      const { project, known, probes } = await skill.session.planned();
      const samples = probes?.flatMap((id) => known.get(id) ?? []);
      const facts = { project, text: skill.session.text, isPart: false };
      if (samples) this.#tree.putSamples(ref.uri, samples, facts);
      else item.description = vscode.l10n.t('probes are drawn when they first run');
    } catch (error) {
      // Shown where it is looked for; the lens on the skill says the same.
      item.error = visible(describeHere(error));
    } finally {
      item.busy = false;
    }
  }

  /** Every skill of a library that probes can run for. */
  async #list(): Promise<void> {
    this.#isListed = true;
    const { libraries, context } = this.surroundings;
    const seen = new Set<string>();
    for (const library of await libraries.list()) {
      const config = await runConfigFor(library, context.workspaceState, false).catch(
        () => undefined,
      );
      const folder = config && (await libraries.read(library).catch(() => undefined));
      for (const { file, name, text } of folder?.skills ?? []) {
        const uri = vscode.Uri.joinPath(vscode.Uri.file(library.dir), file);
        seen.add(uri.toString());
        const task = config && { config: config.path, task: config.taskKind };
        if (task) this.#tree.putSkill(task, { uri, name, text });
      }
    }
    this.#tree.keepOnly(seen);
  }

  async #start(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    isCompared: boolean,
  ): Promise<void> {
    this.sessions.testsBegin();
    if (request.continuous === true) return this.#runContinuously(request, token);
    const run = this.controller.createTestRun(request);
    const report = new TestRunReport(run, isCompared);
    try {
      for (const [key, part] of await this.#parts(request)) {
        if (token.isCancellationRequested) break;
        const uri = vscode.Uri.parse(key);
        const skill = await this.sessions.of(uri);
        if (skill) await this.#runSkill(skill, part, report, token);
      }
    } finally {
      run.end();
    }
  }

  async #runSkill(
    { session, uri }: ProbedSkill,
    part: Part,
    report: TestRunReport,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const asked: Asked = part === 'all' ? {} : { only: part };
    this.#reports.set(asked, report);
    const controller = new AbortController();
    const stop = (): void => controller.abort(new Stopped('Cancelled.'));
    const listening = [token, report.run.token].map((it) => it.onCancellationRequested(stop));
    try {
      await session.run(asked, controller.signal);
      const { trouble } = session.state;
      if (trouble) report.say(trouble.message);
    } catch (error) {
      const item = this.#tree.skill(uri);
      const isEnded = error instanceof Stopped || error instanceof Outdated;
      if (!isEnded && item) report.failed(item, error);
    } finally {
      for (const it of listening) it.dispose();
    }
  }

  /** Live probes for what was chosen, until the person ends it; of everything, for what is open. */
  async #runContinuously(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    const parts = [...(await this.#parts(request))]
      .map(([key]) => key)
      .filter((key) => request.include !== undefined || open.has(key));
    const skills = await Promise.all(parts.map((key) => this.sessions.of(vscode.Uri.parse(key))));
    for (const skill of skills) skill?.session.switchLive(true);
    token.onCancellationRequested(() => {
      for (const skill of skills) skill?.session.switchLive(false);
    });
  }

  /** By the address of the skill, what of it was asked for. */
  async #parts(request: vscode.TestRunRequest): Promise<ReadonlyMap<string, Part>> {
    const parts = new Map<string, Part>();
    const excluded = new Set(request.exclude ?? []);
    if (request.include === undefined && this.controller.items.size === 0) await this.#list();
    const add = (item: vscode.TestItem): void => {
      if (excluded.has(item)) return;
      const ref = this.#tree.refOf(item);
      if (ref?.kind === 'task') item.children.forEach(add);
      else if (ref?.kind === 'skill') {
        const key = ref.uri.toString();
        const isWhole = ![...item.children].some(([, child]) => excluded.has(child));
        if (isWhole) parts.set(key, 'all');
        else item.children.forEach(add);
      } else if (ref?.kind === 'sample') {
        const key = ref.uri.toString();
        const known = parts.get(key) ?? [];
        if (known !== 'all') parts.set(key, [...known, ref.sample]);
      }
    };
    const included = request.include ?? [...this.controller.items].map(([, item]) => item);
    included.forEach(add);
    return parts;
  }

  /** Rounds of the skill show here, whoever started them. */
  #follow(skill: ProbedSkill): void {
    const { session, uri } = skill;
    const reports = new WeakMap<Round, TestRunReport>();
    let isOutdated = false;
    session.listeners.add({
      began: (round) => {
        const { text } = session;
        const { project, samples, asked } = round;
        this.#tree.putSkill(project, { uri, name: skill.place.name, text });
        const items = this.#tree.putSamples(uri, samples, {
          project,
          text,
          isPart: asked?.only !== undefined,
        });
        const report = this.#reportOf(round, items, skill);
        reports.set(round, report);
        report.began(items);
        isOutdated = false;
      },
      outcome: (round, probe) => {
        const item = this.#tree.sample(uri, probe.sample);
        if (item) reports.get(round)?.outcome(item, probe, { uri, text: session.text });
      },
      ended: (round) => {
        const report = reports.get(round);
        report?.ended();
        const isOurs = round.asked && this.#reports.has(round.asked);
        if (!isOurs) report?.run.end();
      },
      outdated: () => {
        const item = this.#tree.skill(uri);
        if (item && !isOutdated) this.controller.invalidateTestResults(item);
        isOutdated = true;
      },
    });
  }

  #reportOf(
    round: Round,
    items: readonly vscode.TestItem[],
    { session }: ProbedSkill,
  ): TestRunReport {
    const known = round.asked && this.#reports.get(round.asked);
    if (known) return known;
    const isLive = round.asked === undefined;
    // Nobody asked for the view of results: it stays as it is. What live probes came to is not kept as history.
    const request = new vscode.TestRunRequest(items, undefined, this.run, isLive, true);
    const name = isLive ? vscode.l10n.t('Live probes') : undefined;
    const run = this.controller.createTestRun(request, name, !isLive);
    run.token.onCancellationRequested(() => session.stop());
    return new TestRunReport(run, false);
  }
}
