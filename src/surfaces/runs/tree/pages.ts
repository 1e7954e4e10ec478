/** What of a long list is shown, and how many are left. */
export interface Page<T> {
  readonly shown: readonly T[];
  readonly left: number;
}

export const PAGE = 50;

/** Lists that are shown in pages, each by the id of what holds it; a list starts with one page. */
export class Pages {
  readonly #sizes = new Map<string, number>();

  of<T>(list: string, items: readonly T[]): Page<T> {
    const size = this.#sizes.get(list) ?? PAGE;
    // A last page of one item would only hide it behind a button.
    const shown = items.length <= size + 1 ? items : items.slice(0, size);
    return { shown, left: items.length - shown.length };
  }

  showMore(list: string): void {
    this.#sizes.set(list, (this.#sizes.get(list) ?? PAGE) + PAGE);
  }
}
