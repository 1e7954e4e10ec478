import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { parseEntry, type JournalEntry } from './journalEntry';
import { LineSplitter } from './lineSplitter';
import { asUserError, errorCode } from './systemError';

/** What a reading met besides events; filled in while it goes on. */
export interface JournalReading {
  /** Offset behind the last whole line: where a later reading goes on. */
  end: number;
  /** Lines that are no events at all. */
  corrupt: number;
  /** Whole events of kinds this version does not know. */
  unknown: number;
}

export function startReading(from = 0): JournalReading {
  return { end: from, corrupt: 0, unknown: 0 };
}

/**
 * The events of a journal in order, for readers; the run may go on writing meanwhile. Unknown events, blank
 * and broken lines and a cut last line are skipped. Reads on from `reading.end`; a journal that does not
 * exist holds nothing.
 */
export async function* readJournal(
  path: string,
  reading: JournalReading = startReading(),
): AsyncGenerator<JournalEntry> {
  const splitter = new LineSplitter(reading.end);
  try {
    // A device or a pipe would never end, and a link leads elsewhere.
    if (!(await lstat(path)).isFile()) return;
    for await (const chunk of createReadStream(path, { start: reading.end })) {
      if (!Buffer.isBuffer(chunk)) continue;
      const lines: { text: string; end: number }[] = [];
      splitter.push(chunk, (line, at) => {
        lines.push({ text: line.toString('utf8'), end: at + line.length + 1 });
      });
      for (const { text, end } of lines) {
        reading.end = end;
        const parsed = parseEntry(text);
        if (parsed.kind === 'corrupt') reading.corrupt += 1;
        else if (parsed.kind === 'unknown') reading.unknown += 1;
        else if (parsed.kind === 'entry') yield parsed.entry;
      }
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw asUserError(path, error);
  }
}
