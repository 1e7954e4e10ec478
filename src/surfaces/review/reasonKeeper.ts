/** Reasons that were written down before the decision they belong to. */
export interface ReasonKeeper {
  /** The reason kept for the coming decision on this edit, which then is no longer kept. */
  take(key: string): string | undefined;
}
