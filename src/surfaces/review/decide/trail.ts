import type { Decision } from '../../../engine/learn/events';

/** What the author said at one point, and what the files of the edit held then. */
export interface TrailPoint {
  /** File to text; `null`: there is none. */
  readonly texts: ReadonlyMap<string, string | null>;
  readonly said: Pick<Decision, 'decision' | 'files' | 'verdict' | 'evidence' | 'reason'>;
  /** The texts were found there before a decision, and made by none: typed, checked out, written by others. */
  readonly isFound?: boolean;
}

/**
 * The decisions that this window made on one edit, in their order. When the editor's own undo and redo bring a text
 * back that belonged to one of them, that decision counts again.
 */
export class Trail {
  readonly #points: TrailPoint[];
  #at = 0;

  constructor(first: TrailPoint) {
    this.#points = [first];
  }

  /** What is said now. */
  get now(): TrailPoint {
    return this.#points[this.#at] ?? { texts: new Map(), said: { decision: 'undo' } };
  }

  get files(): ReadonlySet<string> {
    return new Set(this.#points.flatMap(({ texts }) => [...texts.keys()]));
  }

  /** Are the files as the last decision left them? */
  isAt(texts: ReadonlyMap<string, string | null>): boolean {
    const { texts: left } = this.now;
    return [...texts].every(([file, text]) => left.get(file) === text);
  }

  /** What the file held before it came to hold this text; `undefined` when that is not known. */
  before(file: string, text: string | null): string | null | undefined {
    for (let i = this.#at; i > 0; i -= 1) {
      const here = this.#points[i];
      if (here?.said.decision !== 'accept' || here.texts.get(file) !== text) continue;
      // Steps of one acceptance lie behind each other; before them is the text without the edit.
      for (let j = i - 1; j >= 0; j -= 1) {
        const earlier = this.#points[j];
        if (earlier && (earlier.isFound === true || earlier.said.decision !== 'accept')) {
          return earlier.texts.get(file);
        }
      }
    }
    return undefined;
  }

  /**
   * A decision was made: what could be redone until now no longer can.
   * @param before How things stood just before it, by whatever had happened since: something typed, a decision
   * made elsewhere. Its files may be some that no earlier decision touched.
   */
  add(point: TrailPoint, before: TrailPoint = this.now): void {
    const earlier: TrailPoint[] = this.#points.slice(0, this.#at + 1).map((it) => ({
      ...it,
      texts: new Map([...before.texts, ...it.texts]),
    }));
    const { texts, said } = this.now;
    const isTouched = [...before.texts].some(([file, text]) => (texts.get(file) ?? text) !== text);
    if (isTouched || said.decision !== before.said.decision) {
      const found = new Map([...texts, ...before.texts]);
      earlier.push({ said: before.said, texts: found, isFound: true });
    }
    this.#points.splice(0, this.#points.length, ...earlier, point);
    this.#at = this.#points.length - 1;
  }

  /**
   * The files hold other texts now. Gives the point they have come back to, if it is another one than before.
   * @param way Where to look first: what was, or what was undone.
   */
  moved(
    textOf: (file: string) => string | null | undefined,
    way: 'back' | 'forth',
  ): TrailPoint | undefined {
    const holds = ({ texts }: TrailPoint): boolean =>
      [...texts].every(([file, text]) => textOf(file) === text);
    if (holds(this.now)) return undefined;
    const before = [...this.#points.keys()].slice(0, this.#at).reverse();
    const after = [...this.#points.keys()].slice(this.#at + 1);
    const order = way === 'back' ? [...before, ...after] : [...after, ...before];
    const found = order.find((i) => {
      const point = this.#points[i];
      return point !== undefined && holds(point);
    });
    if (found === undefined) return undefined;
    this.#at = found;
    return this.now;
  }
}
