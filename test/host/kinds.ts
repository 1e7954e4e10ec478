/**
 * The kinds of host that suites run in: every folder of `suite/` is one, and one start of the host runs all
 * suites in it. A start takes about ten seconds, so add a suite to a kind before you add a kind.
 */
import path from 'node:path';
import { repository } from './places';
import { makeWorkspace, type Workspace } from '../support/workspace';
import type { Settings } from './profile';

/** Language models of the editor, by the API that others bring theirs with. */
export const languageModels = path.join(repository, 'test/fixtures/language-models');

export interface HostKind {
  readonly trusted: boolean;
  readonly settings: Settings;
  /** Extensions that are installed besides ours. */
  readonly linked?: readonly string[];
  makeWorkspace(): Promise<Workspace>;
}

export const hostKinds = {
  /** The quickstart with a finished run in it. */
  trusted: {
    trusted: true,
    settings: {},
    linked: [languageModels],
    makeWorkspace: () => makeWorkspace({ finishedRun: true }),
  },
  /** The same in Restricted Mode: somebody else's folder, just opened. */
  untrusted: {
    trusted: false,
    settings: {},
    makeWorkspace: () => makeWorkspace({ finishedRun: true }),
  },
} satisfies Readonly<Record<string, HostKind>>;

export type HostKindName = keyof typeof hostKinds;
export const hostKindNames = Object.keys(hostKinds) as HostKindName[];
