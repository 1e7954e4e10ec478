/** What lies where in a run directory, and what may be removed from one. */
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../util/errors';
import { isRecord, tryParse } from './json';
import { isLockFile } from './lock';
import { refuseLink } from './runFiles';
import { errorCode, withFile } from './systemError';

export const runFile = {
  journal: 'journal.jsonl',
  transcripts: 'transcripts.jsonl',
  decisions: 'decisions.jsonl',
  config: 'config.yaml',
  log: 'run.log',
  cacheFolder: 'cache',
  replies: 'replies.jsonl',
  vals: 'val_scores.json',
} as const;

/** Val scores are a line an epoch. */
const MAX_VALS = 8 * 1024 * 1024;

/** Entries of a run, by name; with the suffix that a replacement in progress has for an instant. */
const ownEntries: readonly RegExp[] = [
  /^(journal|transcripts|decisions)\.jsonl$/,
  /^config\.yaml(\.\d+)?$/,
  /^run\.log$/,
  /^(val|test)_scores\.json(\.\d+)?$/,
  /^test_score_(baseline|best)\.json$/,
  /^(baseline|epoch_\d+)$/,
  /^[a-z]\w*_eval_(best|baseline)$/,
];
/** Folders that somebody might keep other things in: of these, only what a run puts there. */
const ownFolders: Readonly<Record<string, readonly string[]>> = {
  skills: ['learned', 'best'],
  cache: [runFile.replies],
};

/** What lies in a folder besides locks; nothing if there is no folder. */
export function entriesOf(dir: string): readonly string[] {
  return withFile(dir, () => {
    try {
      return readdirSync(dir).filter((name) => !isLockFile(name));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  });
}

/** Is this the directory of a run, ours or a published one? Its first line or its val scores must say so. */
export function isRun(dir: string): boolean {
  const entries = entriesOf(dir);
  if (entries.includes(runFile.journal)) return startsLikeJournal(join(dir, runFile.journal));
  if (!entries.includes(runFile.vals)) return false;
  const text = textOf(join(dir, runFile.vals));
  const vals = text === undefined ? undefined : tryParse(text);
  return Array.isArray(vals) && vals.every((val) => isRecord(val) && 'epoch' in val);
}

function startsLikeJournal(path: string): boolean {
  const start = '{"seq":';
  const found = startOfFile(path, start.length + 3)
    .replace(/^\uFEFF/, '')
    .slice(0, start.length);
  // A run killed before its first event has an empty journal, or one cut inside its first line.
  return start.startsWith(found);
}

/** A file of moderate size, or nothing: what stands here may be a device, a pipe or a link. */
function textOf(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= MAX_VALS
    ? readFileSync(path, 'utf8')
    : undefined;
}

function startOfFile(path: string, bytes: number): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return 'no file';
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

/** @throws UserError when the directory holds something, and that is no run. */
export function refuseForeign(dir: string): void {
  if (entriesOf(dir).length === 0 || isRun(dir)) return;
  throw new UserError('this folder is not a run, so --force does not empty it', {
    place: { file: dir },
    fix: 'Choose another --run-name or output_dir.',
    kind: 'usage',
  });
}

/**
 * Removes a run's files from its directory, and nothing that a run does not write.
 * @throws UserError when the directory is not one of a run.
 */
export function clearRun(dir: string): void {
  refuseForeign(dir);
  const entries = entriesOf(dir);
  withFile(dir, () => {
    // The journal last: until then a killed removal can be told for a run, and done again.
    const own = entries.filter((name) => ownEntries.some((pattern) => pattern.test(name)));
    for (const [folder, names] of Object.entries(ownFolders)) {
      if (!entries.includes(folder)) continue;
      refuseLink(join(dir, folder));
      for (const name of names) rmSync(join(dir, folder, name), { recursive: true, force: true });
      removeIfEmpty(join(dir, folder));
    }
    for (const name of own.sort(
      (a, b) => Number(a === runFile.journal) - Number(b === runFile.journal),
    )) {
      rmSync(join(dir, name), { recursive: true, force: true });
    }
  });
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'ENOENT'].includes(errorCode(error) ?? '')) throw error;
  }
}
