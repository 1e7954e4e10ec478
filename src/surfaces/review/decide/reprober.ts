import * as vscode from 'vscode';
import { UserError } from '../../../util/errors';
import { runOrigin } from '../../common/runOrigin';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import type { Project } from '../../probes/lab/lab';
import type { Measurement } from '../../probes/lab/measurement';
import { openStamped } from '../../probes/session/stampedProject';
import type { EditBook } from '../editBook';
import { explainHindrance } from '../fitText';
import type { ReviewEdit } from '../reviewEdit';
import type { Measurable } from './measurable';
import { titleOf } from './editTitle';
import { requireTrust } from './permission';
import type { RerunFacts } from './rerun';
import { unknownEdit } from './sentences';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

interface Round extends Progress {
  readonly controller: AbortController;
}

/**
 * Runs the probes of an edit again: the author's library with it against the library without, on the samples that
 * the run judged it by, as the run's own configuration says.
 */
export class Reprober implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #rounds = new Map<string, Round>();
  /** Every measurement asks the model anew. */
  #repeat = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly book: EditBook,
  ) {}

  /** How far the probes of this edit are; `undefined` when none are running. */
  progress(key: string): Progress | undefined {
    return this.#rounds.get(key);
  }

  get running(): readonly string[] {
    return [...this.#rounds.keys()];
  }

  /** Resolves to what it came to, in a sentence. @throws UserError; CancellationError when stopped. */
  async run(key: string): Promise<string> {
    requireTrust();
    if (this.#rounds.has(key)) return vscode.l10n.t('The probes of this edit are running already.');
    const controller = new AbortController();
    this.#set(key, { controller, done: 0, total: 0 });
    try {
      return await this.#measure(key, controller);
    } catch (error) {
      if (controller.signal.aborted) throw new vscode.CancellationError();
      throw error;
    } finally {
      this.#rounds.delete(key);
      this.#changed.fire();
    }
  }

  /** Stops the probes of this edit, or of every one. @returns whether there were any */
  stop(key?: string): boolean {
    const running = [...this.#rounds].filter(([it]) => key === undefined || it === key);
    for (const [, { controller }] of running) controller.abort();
    return running.length > 0;
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
  }

  async #measure(key: string, { signal }: AbortController): Promise<string> {
    const edit = await this.book.get(key);
    if (edit === undefined) throw unknownEdit();
    const what = await this.#measurable(edit);
    const origin = await runOrigin(edit.run);
    if (origin === undefined) throw noConfiguration(edit);
    const { lab, keys, probeCalls } = this.surroundings;
    const { config, baseDir } = origin;
    const env = { ...process.env, ...(await keys.environment({ config, baseDir })) };
    const loaded = await lab.load();
    const open = (): Promise<Project> => loaded.open({ config, baseDir, env });
    const { project, stamps } = await openStamped([config], open);
    try {
      const { library } = await project.library();
      const samples = edit.candidate.judged.outcomes.map(({ sample }) => sample);
      const request = {
        saved: what.into(library, what.saved),
        edited: what.into(library, what.edited),
        ...(samples.length > 0 ? { samples } : {}),
        size: settings.probesSize(),
        repeat: (this.#repeat += 1),
        onChosen: ({ length }: readonly string[]) => this.#progress(key, 0, length),
        onOutcome: () => this.#progress(key, 1),
      };
      const measurement = await probeCalls.lane.run(
        () => probeCalls.measure(project, request, signal),
        signal,
      );
      const at = new Date().toISOString();
      return await this.#keep(edit, { ...what.facts, sources: stamps, at }, measurement);
    } finally {
      await project.dispose();
    }
  }

  /** @throws UserError when the edit cannot be put into the author's library to begin with. */
  async #measurable(edit: ReviewEdit): Promise<Measurable> {
    const library = this.book.libraryOf(edit);
    if (library === undefined) throw noConfiguration(edit);
    const { measurable } = await import('./measurable');
    const { namesOf } = await import('./parts');
    const { judged } = edit.candidate;
    const what = measurable(edit, await library.readFor(namesOf(judged)));
    if ('facts' in what) return what;
    throw new UserError(
      vscode.l10n.t('{0} cannot be probed on your library.', titleOf(judged)),
      what.hindrance
        ? { fix: explainHindrance(what.hindrance, vscode.l10n) }
        : { fix: vscode.l10n.t('Your library is the same with it and without it.') },
    );
  }

  async #keep(edit: ReviewEdit, facts: RerunFacts, measurement: Measurement): Promise<string> {
    if (measurement.halted !== undefined) {
      throw new UserError(vscode.l10n.t('The probes could not go on: {0}', measurement.halted));
    }
    const { gateRerun } = await import('./gateRerun');
    const rerun = gateRerun(edit.candidate.judged, measurement, facts, vscode.l10n);
    this.book.setRerun(edit.key, rerun);
    const title = titleOf(edit.candidate.judged);
    if (measurement.limited) {
      return vscode.l10n.t(
        '{0}, run again: inconclusive, at the limit of calls (grasp.probes.callLimit).',
        title,
      );
    }
    // The reason stands in the view and in the thread; the status bar has room for one line.
    return vscode.l10n.t(
      '{0}, run again: {1}/{2} pass, {3} fixed, {4} regressed.',
      title,
      rerun.passed,
      rerun.evaluated,
      rerun.fixed,
      rerun.regressed,
    );
  }

  #progress(key: string, more: number, total?: number): void {
    const round = this.#rounds.get(key);
    if (round === undefined) return;
    this.#set(key, { ...round, done: round.done + more, total: total ?? round.total });
  }

  #set(key: string, round: Round): void {
    this.#rounds.set(key, round);
    this.#changed.fire();
  }
}

function noConfiguration({ run }: ReviewEdit): UserError {
  return new UserError(vscode.l10n.t('The probes of this edit cannot be run again.'), {
    place: { file: run.dir },
    fix: vscode.l10n.t(
      'The run left no configuration that names your library and its task, as published runs do not.',
    ),
  });
}
