/** Replays a scenario through the engine and writes its decisions down in the terms of the expectations. */
import { MemoryStore } from '../../src/engine/memoryStore';
import type { CandidateJudged, RunEvent } from '../../src/engine/learn/events';
import { paperRules, publishedGate, type CycleOptions } from '../../src/engine/learn/options';
import { runCycle } from '../../src/engine/learn/cycle';
import type { Model } from '../../src/engine/ports';
import { Library } from '../../src/engine/skill/library';
import { parseSkill } from '../../src/engine/skill/skillFormat';
import { reusing } from '../../src/backends/reuse';
import { mapCache } from '../support/mapCache';
import { marksIn, ScriptedWorld } from './scriptedWorld';
import type { Scenario } from './scenario';

/** `paper`: step by step as published. `fast`: same rules on the fast schedule, with reuse and early stopping. */
export type Mode = 'paper' | 'fast';

export interface Observed {
  readonly updates: readonly Record<string, unknown>[];
  readonly recoveries: unknown;
  readonly val_scores: unknown;
  readonly best_epoch: unknown;
  readonly final_library: unknown;
  readonly calls: number;
}

const skeleton = parseSkill('---\nname: skeleton\n---\n\n## Template\n', 'skeleton.md');

export async function observe(scenario: Scenario, mode: Mode): Promise<Observed> {
  const world = new ScriptedWorld(scenario);
  const store = new MemoryStore();
  const agent: Model = mode === 'fast' ? reusing(world, mapCache(), 'auto') : world;
  const outcome = await runCycle({
    run: scenario.id,
    task: world,
    agent,
    writer: world,
    writerLabel: world.label,
    library: Library.of({ base: [skeleton], learned: [], layout: 'flat' }),
    options: optionsOf(scenario, mode),
    store,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
  });
  return {
    updates: updatesOf(store.events, world),
    recoveries: recoveriesOf(store.events),
    val_scores: store.events.flatMap((event) =>
      event.type === 'val.finished'
        ? [
            {
              epoch: event.epoch,
              n_correct: event.correct,
              n_total: event.total,
              dev_score: event.devScore,
            },
          ]
        : [],
    ),
    best_epoch: outcome.bestEpoch,
    final_library: outcome.library.learned.map(({ name, version, text }) => ({
      name,
      version,
      marks: marksIn(text),
    })),
    calls: world.calls,
  };
}

function optionsOf({ cycle }: Scenario, mode: Mode): CycleOptions {
  const fast = mode === 'fast';
  return {
    epochs: cycle.epochs,
    updateEvery: cycle.update_every,
    concurrency: fast ? 8 : 1,
    maxProposals: cycle.max_proposals ?? 1,
    maxLearnedSkills: cycle.max_learned_skills ?? 10,
    proposals: cycle.grpo_k ?? 4,
    probeSize: cycle.grpo_eval_n ?? 20,
    probeRepeats: 1,
    runBaseline: cycle.run_baseline ?? true,
    seed: cycle.seed ?? 1,
    invalidActionPenalty: cycle.invalid_action_penalty ?? 2,
    review: 'auto',
    gate: publishedGate,
    rules: { ...paperRules, overlap: fast, earlyStop: fast },
  };
}

function updatesOf(
  events: readonly RunEvent[],
  world: ScriptedWorld,
): readonly Record<string, unknown>[] {
  const files = new Map<string, string>();
  const updates: Record<string, unknown>[] = [];
  const correct = new Map<string, boolean>();
  const judged = new Map<string, CandidateJudged>();
  let open: Record<string, unknown> = {};
  let applied: unknown = [];
  for (const event of events) {
    switch (event.type) {
      case 'rollout.finished':
        if (event.purpose === 'dev') correct.set(`${event.scope}|${event.sample}`, event.correct);
        break;
      case 'update.started': {
        const { epoch, update } = event;
        const calls = world.proposeCalls.filter(
          (call) => call.epoch === epoch && call.update === update,
        );
        open = {
          epoch,
          update_cycle: update,
          batch: event.batch,
          probe: null,
          propose_calls: calls
            .sort((a, b) => a.k - b.k)
            .map(({ epoch: _e, update: _u, ...call }) => call),
        };
        judged.clear();
        applied = [];
        break;
      }
      case 'probe.drawn':
        open['probe'] = [...event.failing, ...event.passing];
        open['probe_failing'] = event.failing;
        break;
      case 'baseline.measured':
        open['baseline'] = {
          fixes: event.fixes,
          regressions: event.regressions,
          error_ids: [...event.errored].sort(),
        };
        break;
      case 'failures.labelled':
        open['new_labels'] = Object.keys(event.newLabels).sort();
        break;
      case 'candidate.judged':
        judged.set(event.id, event);
        break;
      case 'library.changed':
        for (const [file, text] of Object.entries(event.files)) {
          if (text === null) files.delete(file);
          else files.set(file, text);
        }
        applied = event.applied;
        break;
      case 'update.finished': {
        if (event.recovery) break;
        const { epoch, update } = event;
        const batch = open['batch'] as string[];
        updates.push({
          ...open,
          correct: batch.map((id) => correct.get(`${epoch}|${update}|${id}`)),
          candidates: event.candidates.map((id) => candidateOf(judged.get(id)!)),
          applied,
          library: libraryOf(files),
        });
        break;
      }
      default:
    }
  }
  return updates;
}

function candidateOf(event: CandidateJudged): Record<string, unknown> {
  const [edit] = event.edits;
  return {
    action: edit?.action,
    name: edit?.name,
    // Only where the whole probe has run are the counts what they were published as.
    ...(event.complete
      ? {
          fixes: event.score.fixes,
          regressions: event.score.regressions,
          invalid_action_regressions: event.score.invalidActionRegressions,
          score: event.score.adjusted,
        }
      : { partial: true }),
    contrastive_revision: event.revisionOf !== undefined,
  };
}

function libraryOf(files: ReadonlyMap<string, string>): unknown {
  return [...files]
    .filter(([file]) => !file.startsWith('.history/'))
    .map(([file, text]) => parseSkill(text, file))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ name, version, tags, provenance, text }) => ({
      name,
      version,
      tags,
      probe_score: provenance?.probe_score,
      epoch: provenance?.epoch,
      update_cycle: provenance?.update_cycle,
      parent_version: provenance?.parent_version ?? null,
      marks: marksIn(text),
    }));
}

function recoveriesOf(events: readonly RunEvent[]): unknown {
  return events.flatMap((event) => {
    if (event.type !== 'update.finished' || !event.recovery) return [];
    const judged = events.find(
      (other) => other.type === 'candidate.judged' && other.id === event.winner,
    );
    const edits = judged?.type === 'candidate.judged' ? judged.edits : [];
    return [{ epoch: event.epoch, removed: edits.map(({ name }) => name) }];
  });
}
