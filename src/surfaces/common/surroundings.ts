import type * as vscode from 'vscode';
import type { DashboardLoader } from '../dashboard/dashboardLoader';
import type { ProbeCalls } from '../probes/live/probeCalls';
import type { EditBook } from '../review/editBook';
import type { KeyRing } from '../setup/keyRing';
import type { Disposables } from './disposables';
import type { LabLoader } from './labLoader';
import type { Libraries } from './libraries';
import type { RunCatalog } from './runCatalog';
import type { VersionDocuments } from './versionDocuments';

/** What every surface is given. */
export interface Surroundings {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Ends with the extension. */
  readonly disposables: Disposables;
  readonly runs: RunCatalog;
  readonly libraries: Libraries;
  readonly versions: VersionDocuments;
  readonly lab: LabLoader;
  readonly keys: KeyRing;
  readonly edits: EditBook;
  readonly probeCalls: ProbeCalls;
  readonly dashboards: DashboardLoader;
}
