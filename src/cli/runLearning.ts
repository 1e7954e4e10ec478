import { join, resolve } from 'node:path';
import { Meter } from '../backends/meter';
import type { Models } from '../config/createModels';
import { RunHalted } from '../engine/learn/faults';
import type { RunStarted, RunStopped } from '../engine/learn/events';
import type { CycleOptions } from '../engine/learn/options';
import { BudgetExceeded, EnvironmentFault, ModelFault } from '../engine/ports';
import type { Library } from '../engine/skill/library';
import { addUsage } from '../engine/usage';
import { ModelSkillWriter } from '../engine/writer/modelSkillWriter';
import { openRun } from '../store/runDirectory';
import { readSkillFolder } from '../store/skillFolder';
import { StorageError } from '../store/systemError';
import type { RunDirectory } from '../store/runDirectory';
import { describeError, UserError } from '../util/errors';
import { accountedModels } from './accountedModels';
import type { EndpointWatch } from './endpointWatch';
import { isAlive } from './deadEndpoint';
import { exitCode } from './exitCode';
import type { ExitCode } from './exitCode';
import { presetOf } from './planRun';
import type { RunPlan } from './planRun';
import { readRunState } from './readRunState';
import { ProgressView } from './progressView';
import { libraryNotes } from './libraryNotes';
import { checkSameRun, recordedLibrary, resumedOptions } from './recordedStart';
import { resumableConfig } from './resumableConfig';
import { emptyRepliesLine } from './report/emptyReplies';
import { learnJson } from './report/learnJson';
import { counted } from './report/numbers';
import { runReport } from './report/runReport';
import type { Session } from './session';

/** A run that is about to start or to go on. */
export interface LearningRun {
  readonly plan: RunPlan;
  readonly models: Models;
  /** Hears when a model waits. */
  readonly watch: EndpointWatch;
  readonly dir: string;
  readonly run: string;
  readonly mode: 'create' | 'resume' | 'force';
  /** What to type to go on with it. */
  readonly resumeCommand: string;
}

/**
 * Runs the method in its run directory, shows it while it goes, and reports on it when it has ended, however
 * it has. @throws UserError when the directory cannot be had, and whatever is a bug.
 */
export async function runLearning(asked: LearningRun, session: Session): Promise<ExitCode> {
  const { dir, mode, watch } = asked;
  let { plan } = asked;
  const { clock } = session;
  const meter = new Meter(plan.loaded.config.budget);
  const view = new ProgressView(session, dir, () => meter.spent.total);
  let store: RunDirectory | undefined;
  try {
    store = await openRun({
      dir,
      mode,
      now: () => clock.now(),
      onEvent: ({ event }) => {
        view.show(event);
        // Whoever decides takes their time; it is not the run's.
        if (event.type === 'run.waiting') meter.pause(clock.now());
        else meter.goOn(clock.now());
      },
    });
    let { library } = plan;
    if (mode === 'resume') {
      const known = await takeUp(asked, store, { meter, view });
      library = known.library;
      plan = { ...plan, options: known.options };
    }
    const learning = { ...asked, plan };
    for (const { text, fix } of libraryNotes(plan)) store.log(`${text} ${fix}`);
    store.writeConfig({
      ...resumableConfig(plan.loaded, plan.presets),
      method: plan.method.name,
      run_name: learning.run,
    });
    const opened = store;
    const gone = new AbortController();
    watch.start((event) => opened.record(event), {
      isAlive: () => isAlive(plan.presets.agent, clock, session.signal),
      onDead: (reason) => gone.abort(new RunHalted(reason)),
    });
    const stop = await runMethod(learning, { store, library, meter, gone: gone.signal }, session);
    watch.close();
    view.close();
    return await conclude(learning, { store, stop, meter }, session);
  } finally {
    watch.close();
    view.close();
    store?.close();
    await plan.task.close?.();
  }
}

/** Continues the accounts of a run, and gives the library it had started from. */
async function takeUp(
  { plan, models, dir }: LearningRun,
  store: RunDirectory,
  { meter, view }: { readonly meter: Meter; readonly view: ProgressView },
): Promise<{ readonly library: Library; readonly options: CycleOptions }> {
  const { state, seconds, started } = await readRunState(store, (event) => view.recall(event));
  meter.startFrom(addUsage(state.usage.agent, state.usage.writer), seconds / 60);
  refuseDamage(state.updated !== '' || store.brokenLines > 0, started, dir);
  if (store.brokenLines > 0) {
    view.say([
      `grasp: ${counted(store.brokenLines, 'line')} of the journal cannot be read and what they held is not known any more`,
    ]);
  }
  if (!started) return plan;
  const isCapacitySet = plan.loaded.config.cycle.max_learned_skills !== undefined;
  const options = resumedOptions(plan.options, started, isCapacitySet);
  checkSameRun(started, {
    dir,
    method: plan.method.name,
    task: plan.task.name,
    agent: models.agent.label,
    options,
  });
  store.record({ type: 'run.resumed' });
  return { library: recordedLibrary(started, plan.library.layout), options };
}

/** @throws UserError: without its first line nobody knows what the run had started from. */
function refuseDamage(hasLines: boolean, started: RunStarted | undefined, dir: string): void {
  if (started !== undefined || !hasLines) return;
  throw new UserError('the journal has lost its first line, which says what the run started from', {
    place: { file: join(dir, 'journal.jsonl'), line: 1 },
    fix: 'Bring the file back from a copy, or start the run anew under another --run-name.',
  });
}

interface Ready {
  readonly store: RunDirectory;
  readonly library: Library;
  readonly meter: Meter;
  /** Aborted when the endpoint is gone for good. */
  readonly gone: AbortSignal;
}

/** `undefined` when the method came to its end; otherwise why it did not. */
async function runMethod(
  { plan, models, run, watch }: LearningRun,
  { store, library, meter, gone }: Ready,
  session: Session,
): Promise<RunStopped | undefined> {
  const { clock } = session;
  const seen = {
    agent: watch.watched(models.agent),
    writer: watch.watched(models.writer),
    judge: watch.watched(models.judge),
  };
  const { agent, writer, judge } = accountedModels(seen, {
    meter,
    clock,
    cache: store.cache,
    reuse: plan.reuse,
  });
  const signal = AbortSignal.any([session.signal, gone]);
  const hints = plan.task.writerHints;
  try {
    await plan.method.run({
      run,
      task: plan.task,
      agent,
      writer: new ModelSkillWriter(writer, {
        maxProposals: plan.options.maxProposals,
        capacity: plan.options.maxLearnedSkills,
        promptTokens: plan.rooms.writer.prompt,
        patches: plan.options.rules.edits === 'shown',
        ...(hints ? { hints } : {}),
      }),
      writerLabel: writer.label,
      judge,
      library,
      options: plan.options,
      store,
      clock,
      signal,
    });
    return undefined;
  } catch (error) {
    const stop = stopOf(
      session.signal.aborted || !gone.aborted ? error : gone.reason,
      session.signal,
    );
    if (error instanceof StorageError && error.isOutOfRoom) throw error;
    try {
      store.record(stop);
    } catch (unrecorded) {
      // A directory that is gone does not take the end of the run either: what went wrong first is what matters.
      throw error instanceof StorageError ? error : unrecorded;
    }
    if (stop.reason !== 'error' || isExpected(error)) return stop;
    store.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw error;
  }
}

function stopOf(error: unknown, signal: AbortSignal): RunStopped {
  const message = describeError(error);
  if (signal.aborted)
    return { type: 'run.stopped', reason: 'user', message: 'stopped by the user' };
  if (error instanceof BudgetExceeded) return { type: 'run.stopped', reason: 'budget', message };
  if (error instanceof RunHalted) return { type: 'run.stopped', reason: 'faults', message };
  return { type: 'run.stopped', reason: 'error', message };
}

function isExpected(error: unknown): boolean {
  return (
    error instanceof UserError || error instanceof ModelFault || error instanceof EnvironmentFault
  );
}

async function conclude(
  { plan, models, dir, run, resumeCommand }: LearningRun,
  {
    store,
    stop,
    meter,
  }: {
    readonly store: RunDirectory;
    readonly stop: RunStopped | undefined;
    readonly meter: Meter;
  },
  { terminal }: Session,
): Promise<ExitCode> {
  const { state, seconds } = await readRunState(store);
  const { isSimulated } = plan.presets;
  const report = runReport(state, {
    dir,
    layout: plan.library.layout,
    files: await learnedFiles(dir),
    seconds,
    libraryDir: plan.loaded.config.skills.library_dir,
    isSimulated,
    colours: terminal.colours,
  });
  for (const line of report) terminal.say(line);
  const hint = emptyRepliesLine(meter.emptyReplies, presetOf(plan.presets));
  if (hint !== undefined) terminal.warn(`grasp: ${hint}`);
  terminal.result(
    learnJson(state, {
      seconds,
      run,
      dir,
      method: plan.method.name,
      agent: models.agent.label,
      isSimulated,
    }),
  );
  if (!stop) return exitCode.done;
  terminal.warn(`grasp: ${withoutAdvice(stop)}`);
  terminal.warn(`  To go on: ${[resumeCommand, ...raisedCap(stop)].join(' ')}`);
  return CODES[stop.reason];
}

/** Where the learned skills lie in the run, by name. */
async function learnedFiles(dir: string): Promise<ReadonlyMap<string, string>> {
  const learned = join(dir, 'skills', 'learned');
  const { skills } = await readSkillFolder(learned, { optional: true, boundary: resolve(dir) });
  return new Map(skills.map(({ name, file }) => [name, file]));
}

/** The message of a spent budget without the flags it proposes: the whole command follows. */
function withoutAdvice({ reason, message }: RunStopped): string {
  return reason === 'budget' ? message.replace(/ To go on.*--set .*$/s, '') : message;
}

/** The higher cap that the message of a spent budget proposes. */
function raisedCap({ reason, message }: RunStopped): string[] {
  return reason === 'budget' ? (/--set \S+/.exec(message) ?? []).slice(0, 1) : [];
}

const CODES: Readonly<Record<RunStopped['reason'], ExitCode>> = {
  user: exitCode.stopped,
  budget: exitCode.budget,
  faults: exitCode.failed,
  error: exitCode.failed,
};
