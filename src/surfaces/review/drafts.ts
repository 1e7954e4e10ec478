import * as vscode from 'vscode';

/** What the author made of a proposal by hand, or by rebasing it, before deciding on it. */
export interface Draft {
  /** Skill name to the author's file as the texts were made from it; `null`: there was none. */
  readonly base: Readonly<Record<string, string | null>>;
  /** Skill name to the author's text, whole; `null`: there is to be no such skill. Absent: as proposed. */
  readonly texts: Readonly<Record<string, string | null>>;
}

const MEMORY = 'grasp.drafts';
const MAX_KEPT = 50;
const MAX_CHARACTERS = 2_000_000;

/** The drafts of this workspace; they outlive the window. */
export class Drafts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  /** Key of the edit whose draft came, changed or went. */
  readonly onDidChange = this.#changed.event;
  readonly #drafts: Map<string, Draft>;

  constructor(private readonly memory: vscode.Memento) {
    const kept = memory.get<readonly unknown[]>(MEMORY, []);
    this.#drafts = new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
  }

  get(key: string): Draft | undefined {
    return this.#drafts.get(key);
  }

  /** The author's texts of skills that there are to be. */
  authorsVersion(key: string): Readonly<Record<string, string>> | undefined {
    const draft = this.#drafts.get(key);
    if (draft === undefined) return undefined;
    const texts = Object.entries(draft.texts);
    return Object.fromEntries(
      texts.filter((entry): entry is [string, string] => entry[1] !== null),
    );
  }

  put(key: string, draft: Draft): void {
    // The newest last, so that the oldest is forgotten first.
    this.#drafts.delete(key);
    this.#drafts.set(key, draft);
    this.#keep();
    this.#changed.fire(key);
  }

  drop(key: string): void {
    if (!this.#drafts.delete(key)) return;
    this.#keep();
    this.#changed.fire(key);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #keep(): void {
    let room = MAX_CHARACTERS;
    const kept = [...this.#drafts]
      .reverse()
      .slice(0, MAX_KEPT)
      .filter((entry) => (room -= JSON.stringify(entry).length) > 0);
    void this.memory.update(MEMORY, kept.reverse());
  }
}

function isEntry(value: unknown): value is [string, Draft] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const draft: unknown = value[1];
  return isObject(draft) && isTexts(draft['base']) && isTexts(draft['texts']);
}

function isTexts(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.values(value).every((text) => text === null || typeof text === 'string')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
