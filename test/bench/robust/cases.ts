/** What has to stay linear, on the inputs that once were not, or could easily not be. */
import { extractJson } from '../../../src/util/extractJson';
import { applyHunks } from '../../../src/engine/writer/applyHunks';
import { showTexts } from '../../../src/engine/writer/showTexts';
import { trimEdits } from '../../../src/engine/writer/trimEdits';
import type { RunEvent } from '../../../src/engine/learn/events';
import { foldPass } from '../../../src/store/foldRun';
import type { JournalEntry } from '../../../src/store/journalEntry';
import { emptyRun } from '../../../src/store/runState';
import { doubling, type GrowthCase } from './growth';
import { secretCases } from './secretCases';

const isNothing = (_value: unknown): _value is never => false;

function extracting(what: string, text: (size: number) => string): GrowthCase {
  return {
    name: `extractJson: ${what}`,
    make: (size) => {
      const input = text(size);
      return () => extractJson(input, isNothing);
    },
    sizes: doubling(20_000, 5),
  };
}

const seen = (text: string) => ({ text, lines: 'all' as const });

/** The events of so many updates, a batch of one each. */
function updates(count: number): readonly JournalEntry[] {
  const events = Array.from({ length: count }, (_, update): RunEvent[] => {
    const at = { epoch: 0, update };
    const started = { key: `s${update}`, batch: ['a'], updates: count, library: [] };
    const finished = { scope: `0|${update}`, batchSize: 1, batchCorrect: 1, batchErrored: 0 };
    return [
      { type: 'update.started', ...at, ...started },
      {
        type: 'update.finished',
        key: `f${update}`,
        ...at,
        ...finished,
        candidates: [],
        winner: null,
        recovery: false,
      },
    ];
  });
  return events.flat().map((event, at) => ({ seq: at + 1, time: '', event }));
}

export const growthCases: readonly GrowthCase[] = [
  ...secretCases,
  {
    name: 'foldRun: an epoch of many updates',
    make: (size) => {
      const entries = updates(size);
      return () => entries.reduce(foldPass(), emptyRun);
    },
    sizes: doubling(5_000, 5),
  },
  extracting('a row of tildes', (size) => `${'~'.repeat(size)}\``),
  extracting('lines of tildes', (size) => '~~~\n'.repeat(size / 4)),
  extracting('open brackets', (size) => '['.repeat(size)),
  extracting('lists in lists that are never closed', (size) => '["x", '.repeat(size / 6)),
  extracting('texts that are never closed', (size) => '["\\'.repeat(size / 3)),
  {
    name: 'applyHunks: a long search in a text much like it',
    make: (size) => {
      const some = 'a'.repeat(Math.floor(size / 8));
      const text = seen('a'.repeat(size));
      return () => applyHunks(text, [{ search: `${some}b${some}`, replace: '' }]);
    },
    sizes: doubling(50_000, 5),
  },
  {
    name: 'trimEdits: thousands of tags, and a description without end',
    make: (size) => {
      const tags = 'tag, '.repeat(size);
      const edits = [{ action: 'MODIFY', name: 'a', tags, description: 'd'.repeat(size) }];
      return () => trimEdits(edits);
    },
    sizes: doubling(50_000, 5),
  },
  {
    name: 'showTexts: a skill of many lines and sections',
    make: (size) => {
      const text = '## Part\nLook at the shelf.\n'.repeat(size / 26);
      const about = new Set(['shelf']);
      return () => showTexts([{ name: 'a', text, matters: true }], about, 4000, 'SKILL');
    },
    sizes: doubling(50_000, 5),
  },
  extracting('lists that are no edits', (size) => `[1, "a\nb"] `.repeat(size / 12)),
];
