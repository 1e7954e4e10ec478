/** Reasons that were written down before the decision they belong to. */
export interface ReasonKeeper {
  /** The reason kept for the coming decision on this edit. */
  get(key: string): string | undefined;
  /** The decision is made, and the reason with it. */
  drop(key: string): void;
}
