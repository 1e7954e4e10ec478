/** Something wrong with a configuration, a suite or a preset. */
export interface ConfigProblem {
  /** Absolute. */
  readonly file: string;
  /** From 1; absent when it is about the whole file. */
  readonly line?: number;
  readonly message: string;
  /** What to do. */
  readonly fix?: string;
  /** `warning`: a run would start, or it is for the person to set up rather than to mend in the file. */
  readonly severity: 'error' | 'warning';
}

export interface CheckRequest {
  /** Absolute path of what is checked. */
  readonly file: string;
  readonly kind: 'config' | 'preset';
  /** Folder that relative paths are relative to; absolute. */
  readonly baseDir: string;
  /** The agent that is chosen in the editor, if one is. */
  readonly agent?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface CheckReport {
  readonly problems: readonly ConfigProblem[];
  /** Files it was read from besides the file itself, absolute: a change of one calls for a new check. */
  readonly files: readonly string[];
}
