/** Runs that left published files but no journal: as much of a RunState as those files hold. */
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { EpochLabel } from '../engine/learn/events';
import { UserError } from '../util/errors';
import { isRecord, member, number, text, tryParse, type JsonRecord } from './json';
import { publishedUpdate } from './publishedUpdates';
import { runFile } from './runLayout';
import { addValPoint, emptyRun, type EpochState, type RunState, type ValPoint } from './runState';
import { FileRefused, readTextIfThere } from './safeFile';
import { errorCode } from './systemError';

/** The largest published file is a list of a few thousand updates. */
const MAX_BYTES = 64 * 1024 * 1024;

const epochFolder = /^epoch_(0|[1-9][0-9]{0,5})$/;

/** @throws UserError when the folder holds no val scores, or none that can be read. */
export async function readPublishedRun(dir: string): Promise<RunState> {
  const folder = resolve(dir);
  const val = await readVal(folder);
  const config = await readConfig(folder);
  const cycle = member(config, 'cycle');
  const plannedEpochs = number(cycle.epochs) ?? 0;
  const done = val.filter(({ epoch }) => epoch !== 'baseline').length;
  return {
    ...emptyRun,
    status: done < plannedEpochs ? 'stopped' : 'finished',
    run: basename(folder),
    method: text(config.method) ?? (await methodOf(folder)),
    task: text(member(config, 'task').name) ?? text(member(config, 'task').kind) ?? '',
    agent: text(config.agent_preset) ?? modelOf(member(config, 'agent')) ?? '',
    writer: modelOf(member(config, 'updater')) ?? '',
    samples: { dev: 0, val: val.find(({ total }) => total !== null)?.total ?? 0 },
    plannedEpochs,
    epochs: await readEpochs(folder),
    val,
    bestEpoch: bestOf(val),
    library: await skillNames(folder, 'skills/learned'),
  };
}

/** Published results are sorted into folders by method, or by variant of the one that learns skills. */
async function methodOf(folder: string): Promise<string> {
  const parent = basename(dirname(folder));
  return !parent.endsWith('_cycle') && (await names(join(folder, 'skills'))).length > 0
    ? 'skill_cycle'
    : parent;
}

async function readVal(folder: string): Promise<readonly ValPoint[]> {
  const path = join(folder, runFile.vals);
  const content = await readText(folder, runFile.vals);
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

async function readEpochs(folder: string): Promise<readonly EpochState[]> {
  const epochs = (await names(folder))
    .flatMap((name) => {
      const epoch = epochFolder.exec(name)?.[1];
      return epoch === undefined ? [] : [Number(epoch)];
    })
    .sort((a, b) => a - b);
  const states: EpochState[] = [];
  for (const epoch of epochs) states.push(await readEpoch(folder, epoch));
  return states;
}

async function readEpoch(folder: string, epoch: number): Promise<EpochState> {
  const taxonomy = await readJson(folder, `epoch_${epoch}/failure_taxonomy.json`);
  const events = await readJson(folder, `epoch_${epoch}/skill_updates.json`);
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

async function skillNames(folder: string, inside: string): Promise<readonly string[]> {
  const found = await Promise.all(
    (await names(join(folder, inside))).map(async (name) => {
      if (name.startsWith('.')) return [];
      if (name.endsWith('.md')) return [name.slice(0, -'.md'.length)];
      return (await isFile(join(folder, inside, name, 'SKILL.md'))) ? [name] : [];
    }),
  );
  return found.flat().sort();
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

async function readConfig(folder: string): Promise<JsonRecord> {
  try {
    const config: unknown = parse((await readText(folder, runFile.config)) ?? '', {
      maxAliasCount: 0,
    });
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const content = await readText(folder, file);
  return content === undefined ? undefined : tryParse(content);
}

/** `undefined` for what is not there, and for what is no file of a run: a link, a device, a pipe. */
async function readText(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readTextIfThere(join(folder, file), { maxBytes: MAX_BYTES, within: folder });
  } catch (error) {
    if (error instanceof FileRefused || errorCode(error) === 'EISDIR') return undefined;
    throw error;
  }
}

async function names(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function isFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
