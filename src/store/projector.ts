import type {
  CandidateJudged,
  EpochFinished,
  ProposalMade,
  RunEvent,
  UpdateFinished,
  UpdateStarted,
  ValFinished,
} from '../engine/learn/events';
import { parseSkill } from '../engine/skill/skillFormat';
import type { Transcript, TranscriptRef } from '../engine/types';
import { naturalOrder } from '../util/naturalOrder';
import { FolderMirror } from './folderMirror';
import {
  devLine,
  updateRecord,
  valLine,
  valRecord,
  type AppliedEdit,
  type RolloutRow,
  type SkillStamp,
  type ValRecord,
} from './publishedRows';
import type { JsonRecord } from './json';
import type { RunFiles } from './runFiles';

interface Batch {
  readonly samples: readonly string[];
  readonly skills: readonly SkillStamp[];
}

interface DevRow {
  readonly sample: string;
  readonly row: RolloutRow;
  readonly update: number;
  readonly skills: readonly SkillStamp[];
}

/** Rows are written in pieces of about this many characters. */
const PIECE = 1 << 20;

/**
 * Keeps the published files of a run in step with its events. Give it what the journal holds already with
 * `replay`, then call `restore`, then give it every new event with `write`, before that is journaled: files
 * are always at least as new as the journal. It holds places of transcripts only, and of one epoch only.
 */
export class Projector {
  readonly #learned: FolderMirror;
  readonly #best: FolderMirror;
  #vals: readonly ValRecord[] = [];
  /** Rollouts of dev and val by scope, then by sample. */
  readonly #rows = new Map<string, Map<string, RolloutRow>>();
  readonly #batches = new Map<string, Batch>();
  #proposals: ProposalMade[] = [];
  #judged: CandidateJudged[] = [];
  #applied: AppliedEdit[] = [];
  /** Of the epoch that is not finished yet. */
  #updates: JsonRecord[] = [];
  #devRows: DevRow[] = [];
  #epochWithDevFile: number | undefined;
  #isReplaying = true;

  constructor(
    private readonly files: RunFiles,
    private readonly load: (ref: TranscriptRef) => Transcript,
  ) {
    this.#learned = new FolderMirror(files, 'skills/learned');
    this.#best = new FolderMirror(files, 'skills/best');
  }

  /** An event the journal holds. Sealed files are written only where they are missing. */
  replay(event: RunEvent): void {
    this.#take(event);
  }

  /** Ends the replay: what a killed process left half-written is written again. */
  restore(): void {
    this.#isReplaying = false;
    this.#learned.write();
    this.#best.write();
    if (this.#vals.length > 0) this.#writeJson('val_scores.json', this.#vals);
    const epoch = this.#devRows[0] === undefined ? undefined : this.#epochWithDevFile;
    if (epoch === undefined) return;
    this.#writeLines(`epoch_${epoch}/dev_runs.jsonl`, 'replace', this.#devLines(this.#devRows));
    this.#writeJson(`epoch_${epoch}/skill_updates.json`, this.#updates);
    this.#devRows = [];
  }

  /** An event that is about to be journaled. @throws UserError when a file cannot be written. */
  write(event: RunEvent): void {
    this.#take(event);
  }

  #take(event: RunEvent): void {
    switch (event.type) {
      case 'run.started':
        this.#learned.set(event.learned.map(({ file, text }) => [file, text]));
        this.#mirror(this.#learned);
        break;
      case 'rollout.finished':
      case 'rollout.errored':
        if (event.purpose === 'dev' || event.purpose === 'val') this.#keep(event);
        break;
      case 'update.started':
        this.#batches.set(`${event.epoch}|${event.update}`, this.#batch(event));
        break;
      case 'proposal.made':
        this.#proposals.push(event);
        break;
      case 'candidate.judged':
        this.#judged.push(event);
        break;
      case 'library.changed':
        if (event.cause.kind === 'edit') this.#applied.push(...event.applied);
        this.#learned.change(event.files);
        this.#mirror(this.#learned);
        break;
      case 'checkpoint.saved':
        this.#best.set(Object.entries(event.files));
        this.#mirror(this.#best);
        break;
      case 'update.finished':
        this.#finishUpdate(event);
        break;
      case 'val.finished':
        this.#finishVal(event);
        break;
      case 'epoch.finished':
        this.#finishEpoch(event);
        break;
      default:
    }
  }

  #mirror(folder: FolderMirror): void {
    if (!this.#isReplaying) folder.write();
  }

  #keep(event: Extract<RunEvent, { type: 'rollout.finished' | 'rollout.errored' }>): void {
    const rows = this.#rows.get(event.scope) ?? new Map<string, RolloutRow>();
    const row: RolloutRow =
      event.type === 'rollout.finished'
        ? { kind: 'finished', correct: event.correct, transcript: event.transcript }
        : { kind: 'errored', reason: event.reason };
    this.#rows.set(event.scope, rows.set(event.sample, row));
  }

  #batch({ batch, library }: UpdateStarted): Batch {
    return { samples: batch, skills: library.map((name) => this.#stamp(name)) };
  }

  #stamp(name: string): SkillStamp {
    for (const file of [`${name}.md`, `${name}/SKILL.md`]) {
      const text = this.#learned.files.get(file);
      if (text !== undefined) return { name, version: parseSkill(text, file).version };
    }
    return { name, version: 0 };
  }

  #finishUpdate(event: UpdateFinished): void {
    const { epoch, update } = event;
    const proposals = this.#proposals.sort((a, b) => a.k - b.k).map(({ raw }) => raw);
    this.#updates.push(updateRecord(event, proposals, this.#judged, this.#applied));
    this.#proposals = [];
    this.#judged = [];
    this.#applied = [];
    const fresh = event.recovery ? [] : this.#takeDevRows(event);
    const mode = this.#epochWithDevFile === epoch ? 'append' : 'replace';
    this.#epochWithDevFile = epoch;
    this.#batches.delete(`${epoch}|${update}`);
    if (this.#isReplaying) {
      this.#devRows.push(...fresh);
      return;
    }
    if (fresh.length > 0 || mode === 'replace') {
      this.#writeLines(`epoch_${epoch}/dev_runs.jsonl`, mode, this.#devLines(fresh));
    }
    this.#writeJson(`epoch_${epoch}/skill_updates.json`, this.#updates);
  }

  #takeDevRows({ epoch, update, scope }: UpdateFinished): DevRow[] {
    const rows = this.#rows.get(scope) ?? new Map<string, RolloutRow>();
    this.#rows.delete(scope);
    const batch = this.#batches.get(`${epoch}|${update}`);
    const skills = batch?.skills ?? [];
    return (batch?.samples ?? [...rows.keys()]).flatMap((sample) => {
      const row = rows.get(sample);
      return row ? [{ sample, row, update, skills }] : [];
    });
  }

  #finishVal(event: ValFinished): void {
    const folder = event.epoch === 'baseline' ? 'baseline' : `epoch_${event.epoch}`;
    const rows = this.#rows.get(event.scope) ?? new Map<string, RolloutRow>();
    this.#rows.delete(event.scope);
    const record = valRecord(event);
    this.#vals = [...this.#vals.filter(({ epoch }) => epoch !== event.epoch), record].sort(
      (a, b) => place(a) - place(b),
    );
    const isThere =
      this.files.exists(`${folder}/val_score.json`) &&
      this.files.exists(`${folder}/val_runs.jsonl`);
    if (this.#isReplaying && isThere) return;
    // In the order of their ids: the order in which rollouts end is nobody's business.
    const samples = [...rows].sort(([a], [b]) => naturalOrder(a, b));
    this.#writeLines(`${folder}/val_runs.jsonl`, 'replace', this.#valLines(samples));
    this.#writeJson(`${folder}/val_score.json`, record);
    if (!this.#isReplaying) this.#writeJson('val_scores.json', this.#vals);
  }

  #finishEpoch({ epoch, taxonomy }: EpochFinished): void {
    const folder = `epoch_${epoch}`;
    const names = ['dev_runs.jsonl', 'skill_updates.json', 'failure_taxonomy.json'];
    const isThere = names.every((name) => this.files.exists(`${folder}/${name}`));
    if (!this.#isReplaying || !isThere) {
      if (this.#isReplaying) {
        this.#writeLines(`${folder}/dev_runs.jsonl`, 'replace', this.#devLines(this.#devRows));
      }
      this.#writeJson(`${folder}/skill_updates.json`, this.#updates);
      this.#writeJson(`${folder}/failure_taxonomy.json`, taxonomy);
    }
    this.#updates = [];
    this.#devRows = [];
    this.#epochWithDevFile = undefined;
  }

  *#devLines(rows: readonly DevRow[]): Generator<JsonRecord> {
    for (const { sample, row, update, skills } of rows) {
      yield devLine(sample, row, this.load, { update, skills });
    }
  }

  *#valLines(rows: readonly (readonly [string, RolloutRow])[]): Generator<JsonRecord> {
    for (const [sample, row] of rows) yield valLine(sample, row, this.load);
  }

  #writeJson(path: string, value: unknown): void {
    this.files.replace(path, JSON.stringify(value, null, 2));
  }

  #writeLines(path: string, mode: 'replace' | 'append', lines: Iterable<JsonRecord>): void {
    this.files.stream(path, mode, pieces(lines));
  }
}

/** Val runs beside the next epoch, so its scores may come in any order. */
function place({ epoch }: ValRecord): number {
  return epoch === 'baseline' ? -1 : epoch;
}

function* pieces(lines: Iterable<JsonRecord>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += `${JSON.stringify(line)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
