/** Which edit a person means who names none. */
export interface ReviewFocus {
  /** Key of the edit that the active editor shows. */
  current(): string | undefined;
  /** Key of the edit behind what a menu hands to a command: a comment thread, an address of a document. */
  keyOf(thing: unknown): string | undefined;
}
