const NEWLINE = 0x0a;

/** A whole line without its newline, and where it lies. */
export type LineHandler = (line: Buffer, at: number) => void;

/**
 * Cuts a stream of bytes into lines at `\n` only (JSON text may hold other line separators).
 * What stands behind the last newline is no line yet.
 */
export class LineSplitter {
  #held: Buffer[] = [];
  #at: number;

  constructor(start = 0) {
    this.#at = start;
  }

  /** Offset behind the last whole line. */
  get end(): number {
    return this.#at;
  }

  push(chunk: Buffer, onLine: LineHandler): void {
    let from = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, from);
      if (newline < 0) break;
      const rest = chunk.subarray(from, newline);
      const line = this.#held.length === 0 ? rest : Buffer.concat([...this.#held, rest]);
      this.#held = [];
      const at = this.#at;
      this.#at += line.length + 1;
      onLine(line, at);
      from = newline + 1;
    }
    // A copy: the caller may fill its buffer again.
    if (from < chunk.length) this.#held.push(Buffer.from(chunk.subarray(from)));
  }
}
