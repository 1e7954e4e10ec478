/** Runs that left published files but no journal: as much of a RunState as those files hold. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { CandidateJudged, EpochLabel } from '../engine/learn/events';
import type { Edit } from '../engine/types';
import { UserError } from '../util/errors';
import { isAction } from './guards';
import { isRecord, tryParse, type JsonRecord } from './json';
import { runFile } from './runLayout';
import {
  addValPoint,
  emptyRun,
  type CandidateState,
  type EpochState,
  type RunState,
  type UpdateState,
  type ValPoint,
} from './runState';
import { errorCode } from './systemError';

const epochFolder = /^epoch_(0|[1-9][0-9]{0,5})$/;

/** @throws UserError when the folder holds no val scores, or none that can be read. */
export async function readPublishedRun(dir: string): Promise<RunState> {
  const folder = resolve(dir);
  const val = readVal(join(folder, runFile.vals));
  const config = readConfig(join(folder, runFile.config));
  const cycle = member(config, 'cycle');
  const plannedEpochs = number(cycle.epochs) ?? 0;
  const done = val.filter(({ epoch }) => epoch !== 'baseline').length;
  return {
    ...emptyRun,
    status: done < plannedEpochs ? 'stopped' : 'finished',
    run: basename(folder),
    // Published results are sorted into folders by method; their configs do not name it.
    method: text(config.method) ?? basename(dirname(folder)),
    task: text(member(config, 'task').name) ?? text(member(config, 'task').kind) ?? '',
    agent: text(config.agent_preset) ?? modelOf(member(config, 'agent')) ?? '',
    writer: modelOf(member(config, 'updater')) ?? '',
    samples: { dev: 0, val: val.find(({ total }) => total !== null)?.total ?? 0 },
    plannedEpochs,
    epochs: readEpochs(folder),
    val,
    bestEpoch: bestOf(val),
    library: skillNames(join(folder, 'skills', 'learned')),
  };
}

function readVal(path: string): readonly ValPoint[] {
  const content = readText(path);
  if (content === undefined) {
    throw new UserError('this folder is not a run: neither journal.jsonl nor val_scores.json', {
      place: { file: dirname(path) },
      fix: 'Name the folder of one run.',
    });
  }
  const records = tryParse(content);
  if (!Array.isArray(records)) {
    throw new UserError('this is not a list of val scores', { place: { file: path } });
  }
  return records
    .map(valPoint)
    .reduce<readonly ValPoint[]>((val, point) => (point ? addValPoint(val, point) : val), []);
}

function valPoint(record: unknown): ValPoint | undefined {
  if (!isRecord(record)) return undefined;
  const score = number(record.score);
  const epoch = number(record.epoch);
  // One published variant counts the baseline as epoch -1.
  const label = record.epoch === 'baseline' || epoch === -1 ? 'baseline' : epoch;
  if (score === undefined || label === undefined) return undefined;
  return {
    epoch: label,
    score,
    correct: number(record.n_correct) ?? null,
    total: number(record.n_total) ?? null,
    errored: number(record.n_errored) ?? 0,
    devScore: number(record.dev_score) ?? null,
  };
}

/** The published rule: an epoch has to be better than all before it, and the baseline is none. */
function bestOf(val: readonly ValPoint[]): EpochLabel | null {
  let best: ValPoint | undefined;
  for (const point of val) {
    if (point.epoch !== 'baseline' && point.score > (best?.score ?? 0)) best = point;
  }
  return best?.epoch ?? null;
}

function readEpochs(folder: string): readonly EpochState[] {
  return names(folder)
    .flatMap((name) => {
      const epoch = epochFolder.exec(name)?.[1];
      return epoch === undefined ? [] : [Number(epoch)];
    })
    .sort((a, b) => a - b)
    .map((epoch) => readEpoch(join(folder, `epoch_${epoch}`), epoch));
}

function readEpoch(folder: string, epoch: number): EpochState {
  const taxonomy = readJson(join(folder, 'failure_taxonomy.json'));
  const events = readJson(join(folder, 'skill_updates.json'));
  const descriptions = Object.entries(isRecord(taxonomy) ? taxonomy : {}).flatMap(
    ([label, value]) => (typeof value === 'string' ? [[label, value] as const] : []),
  );
  const updates = Array.isArray(events)
    ? events.filter(isRecord).map((event) => publishedUpdate(event, epoch))
    : [];
  return {
    epoch,
    plannedUpdates: 0,
    updates,
    inForce: [],
    taxonomy: Object.fromEntries(descriptions),
  };
}

function publishedUpdate(event: JsonRecord, epoch: number): UpdateState {
  const update = number(event.update_cycle) ?? 0;
  const applied = new Set(records(event.applied).map(editName));
  const candidates = records(event.grpo).map((row, i) =>
    publishedCandidate(row, { epoch, update, i, applied }),
  );
  const correct = number(event.batch_correct) ?? 0;
  return {
    update,
    isRecovery: event.recovery === true,
    batch: [],
    library: [],
    dev: { finished: number(event.batch_size) ?? 0, correct, errored: 0 },
    probeRollouts: 0,
    labels: {},
    proposals: Array.isArray(event.raw_proposals) ? event.raw_proposals.length : 0,
    writerFailures: 0,
    candidates,
    winner: candidates.findLast(({ isApplied }) => isApplied)?.judged.id ?? null,
    isFinished: true,
  };
}

function publishedCandidate(
  row: JsonRecord,
  at: {
    readonly epoch: number;
    readonly update: number;
    readonly i: number;
    readonly applied: ReadonlySet<string>;
  },
): CandidateState {
  const { epoch, update, i } = at;
  const id = text(row.id) ?? `e${epoch}-u${update}-${i}`;
  const edits = [...records(row.paired_with), ...records([row.proposal])].flatMap(publishedEdit);
  const isApplied =
    edits.length > 0 && edits.every((edit) => at.applied.has(editName({ ...edit })));
  const judged: CandidateJudged = {
    type: 'candidate.judged',
    key: `candidate|${id}`,
    id,
    epoch,
    update,
    edits,
    label: null,
    verdict: isApplied ? 'accepted' : 'rejected',
    reason: '',
    score: {
      fixes: number(row.fixes) ?? 0,
      regressions: number(row.regressions) ?? 0,
      invalidActionRegressions: number(row.invalid_action_regressions) ?? 0,
      baselineFixes: number(row.baseline_fixes) ?? 0,
      baselineRegressions: number(row.baseline_regressions) ?? 0,
      adjusted: number(row.score) ?? number(row.net) ?? 0,
    },
    penalty: number(row.invalid_action_regression_penalty) ?? 2,
    complete: true,
    outcomes: [],
    before: {},
    after: {},
  };
  return { judged, isApplied };
}

function publishedEdit(value: JsonRecord): readonly Edit[] {
  const { action, name, description, content, tags } = value;
  if (!isAction(action) || typeof name !== 'string') return [];
  const words = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
  return [
    {
      action,
      name,
      description: text(description) ?? '',
      content: text(content) ?? '',
      ...(words === undefined ? {} : { tags: words }),
    },
  ];
}

function editName({ action, name }: JsonRecord): string {
  return `${String(action)} ${String(name)}`;
}

function skillNames(folder: string): readonly string[] {
  return names(folder)
    .flatMap((name) => {
      if (name.startsWith('.')) return [];
      if (name.endsWith('.md')) return [name.slice(0, -'.md'.length)];
      return statOf(join(folder, name, 'SKILL.md')) ? [name] : [];
    })
    .sort();
}

function modelOf(block: JsonRecord): string | undefined {
  const parameters = member(block, 'parameters');
  return (
    text(block.model) ??
    text(parameters.model) ??
    text(member(parameters, 'body').model) ??
    undefined
  );
}

function readConfig(path: string): JsonRecord {
  try {
    const config: unknown = parse(readText(path) ?? '');
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}

function readJson(path: string): unknown {
  const content = readText(path);
  return content === undefined ? undefined : tryParse(content);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statOf(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function records(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function member(value: JsonRecord, name: string): JsonRecord {
  const found = value[name];
  return isRecord(found) ? found : {};
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
