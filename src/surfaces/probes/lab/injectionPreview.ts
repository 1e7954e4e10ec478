/** Which skills an agent would see for a sample, and why. */
export interface InjectionPreview {
  readonly sample: string;
  readonly skills: readonly {
    readonly name: string;
    readonly isInjected: boolean;
    /** Plain text; may have several lines. */
    readonly why: string;
  }[];
  /** What is put in front of the agent, as one text; empty when nothing is. */
  readonly injected: string;
}
