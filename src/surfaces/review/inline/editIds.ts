import { createHash } from 'node:crypto';
import type { EditBook } from '../editBook';
import type { ReviewEdit } from '../reviewEdit';

/**
 * What stands for an edit in addresses and links: a digest of its key. It says nothing, and nothing is found by
 * it but an edit that is known.
 */
export class EditIds {
  readonly #keys = new Map<string, string>();

  constructor(private readonly book: Pick<EditBook, 'edits' | 'get'>) {}

  idOf(key: string): string {
    const id = digest(key);
    this.#keys.set(id, key);
    return id;
  }

  /** Known at once for ids that were given out in this window. */
  keyOf(id: string): string | undefined {
    return this.#keys.get(id);
  }

  /** Also finds an edit whose document has outlived a window. */
  async find(id: string): Promise<ReviewEdit | undefined> {
    const key = this.#keys.get(id);
    if (key !== undefined) return this.book.get(key);
    const found = (await this.book.edits()).find((edit) => digest(edit.key) === id);
    if (found !== undefined) this.#keys.set(id, found.key);
    return found;
  }
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}
