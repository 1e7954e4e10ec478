/** Runs that left published files but no journal: as much of a RunState as those files hold. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { EpochLabel } from '../engine/learn/events';
import { UserError } from '../util/errors';
import { isRecord, member, number, text, tryParse, type JsonRecord } from './json';
import { publishedUpdate } from './publishedUpdates';
import { runFile } from './runLayout';
import { addValPoint, emptyRun, type EpochState, type RunState, type ValPoint } from './runState';
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
    method: text(config.method) ?? methodOf(folder),
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

/** Published results are sorted into folders by method, or by variant of the one that learns skills. */
function methodOf(folder: string): string {
  const parent = basename(dirname(folder));
  return !parent.endsWith('_cycle') && names(join(folder, 'skills')).length > 0
    ? 'skill_cycle'
    : parent;
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
    taxonomy: Object.fromEntries(descriptions),
  };
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
