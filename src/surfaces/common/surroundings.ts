import type * as vscode from 'vscode';
import type { EditBook } from '../review/editBook';
import type { KeyRing } from '../setup/keyRing';
import type { Disposables } from './disposables';
import type { LabLoader } from './labLoader';
import type { RunCatalog } from './runCatalog';

/** What every surface is given. */
export interface Surroundings {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Ends with the extension. */
  readonly disposables: Disposables;
  readonly runs: RunCatalog;
  readonly lab: LabLoader;
  readonly keys: KeyRing;
  readonly edits: EditBook;
}
