import * as vscode from 'vscode';
import { UserError } from '../../util/errors';
import type { KnownRun, RunCatalog } from '../common/runCatalog';
import type { Surroundings } from '../common/surroundings';
import { runTitle } from '../runs/words';
import { showInformation } from '../common/messages';
import { Picker, pickManyFrom } from '../common/pickers';

interface RunItem extends vscode.QuickPickItem {
  readonly run: KnownRun;
}

/** The only run there is, or the one the person picks; the newest comes first. `undefined`: the person left. */
export async function pickRun({ runs }: Pick<Surroundings, 'runs'>): Promise<KnownRun | undefined> {
  const all = await runs.list();
  if (all.length === 0) {
    throw new UserError(vscode.l10n.t('There is no run to show yet.'), {
      fix: vscode.l10n.t('Start one with “Start Learning…”, or open a folder that holds runs.'),
    });
  }
  if (all.length === 1) return all[0];
  return askForRun(runs, all);
}

/** A run that begins while the person is choosing is among the choices at once. */
async function askForRun(
  runs: RunCatalog,
  known: readonly KnownRun[],
): Promise<KnownRun | undefined> {
  const pick = new Picker<RunItem>({
    title: vscode.l10n.t('Dashboard'),
    placeholder: vscode.l10n.t('Which run? The newest comes first.'),
  });
  pick.items = known.map(itemOf);
  const watch = runs.onDidChange(async ({ kind }) => {
    if (kind === 'list') pick.items = (await runs.list()).map(itemOf);
  });
  try {
    return await new Promise<KnownRun | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.run));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    watch.dispose();
    pick.dispose();
  }
}

/** Runs to compare one with. `undefined`: the person left; none at all is an answer. */
export async function pickComparison(
  { runs }: Pick<Surroundings, 'runs'>,
  run: KnownRun,
  chosen: readonly KnownRun[],
  atMost: number,
): Promise<readonly KnownRun[] | undefined> {
  const others = (await runs.list()).filter(({ dir }) => dir !== run.dir);
  if (others.length === 0) {
    throw new UserError(vscode.l10n.t('There is no other run to compare this one with.'), {
      fix: vscode.l10n.t('Open a folder that holds more runs, or let a run learn.'),
    });
  }
  const isChosen = new Set(chosen.map(({ dir }) => dir));
  const items = others.map((it) => ({ ...itemOf(it), picked: isChosen.has(it.dir) }));
  // Those that are shown already come first: they would be hard to find among many.
  const sorted = [...items].sort((a, b) => Number(b.picked) - Number(a.picked));
  const picked = await pickManyFrom<RunItem>(sorted, {
    title: vscode.l10n.t('Compare {0} with', runTitle(run)),
    placeHolder: vscode.l10n.t('Up to {0} runs', atMost),
    matchOnDescription: true,
  });
  if (picked && picked.length > atMost) {
    void showInformation(
      vscode.l10n.t(
        'Only the first {0} of the {1} runs are shown: more lines cannot be told apart.',
        atMost,
        picked.length,
      ),
    );
  }
  return picked?.slice(0, atMost).map((item) => item.run);
}

function itemOf(run: KnownRun): RunItem {
  const changed = run.changed > 0 ? new Date(run.changed).toLocaleString(vscode.env.language) : '';
  return { label: runTitle(run), description: changed, run };
}
