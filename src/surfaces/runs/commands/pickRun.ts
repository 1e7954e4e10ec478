import * as vscode from 'vscode';
import type { RunState } from '../../../store/runState';
import { plainLine } from '../../common/markdown';
import type { KnownRun, RunCatalog } from '../../common/runCatalog';
import { UserError } from '../../../util/errors';
import { describeRun } from '../tree/describeRun';
import { runTitle } from '../words';
import { pickOne, type Choice } from './pickOne';

/** Runs that are looked into for a question: the newest. */
const MOST = 100;

export interface RunQuestion {
  readonly title: string;
  /** Of these; of all when absent. */
  readonly among?: readonly KnownRun[];
  /** Which runs may be picked. */
  accepts(state: RunState): boolean;
  /** Told when there is none. */
  readonly none: string;
}

/** Asks for a run; takes the only one without asking. @throws UserError when there is none. */
export async function pickRun(
  runs: RunCatalog,
  { title, among, accepts, none }: RunQuestion,
): Promise<KnownRun | undefined> {
  const choices: (Choice<KnownRun> & { readonly value: KnownRun })[] = [];
  for (const run of (among ?? (await runs.list())).slice(0, MOST)) {
    const state = await runs.state(run).catch(() => undefined);
    if (state === undefined || !accepts(state)) continue;
    const { description } = describeRun(state, vscode.l10n);
    choices.push({
      label: runTitle(run),
      description: plainLine(description),
      value: run,
    });
  }
  const [only] = choices;
  if (only === undefined) throw new UserError(none);
  if (choices.length === 1) return only.value;
  return pickOne({ title, placeholder: vscode.l10n.t('Which run?'), choices: Promise.resolve(choices) });
}
