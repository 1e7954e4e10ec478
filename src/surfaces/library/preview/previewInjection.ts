import * as vscode from 'vscode';
import type { Sample } from '../../../engine/types';
import { UserError } from '../../../util/errors';
import { view } from '../../common/ids';
import { plainLine } from '../../common/markdown';
import { requireTrust } from '../../common/requireTrust';
import { findRunConfigs } from '../../common/runConfigs';
import type { RunConfigFile } from '../../common/runConfigs';
import type { Surroundings } from '../../common/surroundings';
import type { Project } from '../../probes/lab/lab';
import { asNode } from '../chosenSkill';
import { LivePreview } from './livePreview';
import { whileShowing } from '../../common/messages';
import { pickFrom } from '../../common/pickers';

/** Asks which sample, and shows which skills it would see and why. */
export async function previewInjection(
  surroundings: Surroundings,
  argument: unknown,
): Promise<void> {
  requireTrust(vscode.l10n.t('A preview reads the task, and this workspace is not trusted.'));
  const config = await chooseConfig(surroundings, argument);
  const project = await whileShowing({ location: { viewId: view.library } }, () =>
    open(surroundings, config),
  );
  try {
    const sample = await pickSample(project);
    const { libraries, versions, disposables } = surroundings;
    await disposables.add(new LivePreview(project, sample, libraries, versions)).show();
  } catch (error) {
    await project.dispose();
    throw error;
  }
}

/** No model is asked, so none has to be there: the simulation stands in for whichever is configured. */
async function open({ lab, keys }: Surroundings, config: RunConfigFile): Promise<Project> {
  const { path, baseDir } = config;
  const agent = 'simulated';
  const env = {
    ...process.env,
    ...(await keys.environment({ config: path, baseDir, agent, quiet: true })),
  };
  return (await lab.load()).open({ config: path, baseDir, agent, env });
}

async function chooseConfig(
  { libraries }: Surroundings,
  argument: unknown,
): Promise<RunConfigFile> {
  const pointed = asNode(argument)?.library.dir;
  const active = vscode.window.activeTextEditor?.document.uri;
  const place = active === undefined ? undefined : await libraries.of(active);
  const library = pointed === undefined ? place?.library : await libraries.find(pointed);
  if (library !== undefined && library.configs.length === 0) {
    throw new UserError(
      vscode.l10n.t('No run configuration names this library, so there are no samples.'),
      {
        place: { file: library.dir },
        fix: vscode.l10n.t('Name it in one, as skills.library_dir.'),
      },
    );
  }
  const all = await findRunConfigs();
  const configs = library?.configs ?? all.filter(({ libraryDir }) => libraryDir !== undefined);
  const [only] = configs;
  if (only === undefined) {
    throw new UserError(vscode.l10n.t('No run configuration of this workspace names a library.'), {
      fix: vscode.l10n.t(
        'Write one with a task, a cycle and skills.library_dir; "GRASP: Get Started" shows how.',
      ),
    });
  }
  if (configs.length === 1) return only;
  const items = configs.map((config) => ({
    label: plainLine(config.name, 80),
    description: plainLine(vscode.workspace.asRelativePath(config.path), 160),
    detail: vscode.l10n.t('task: {0}', plainLine(config.taskKind, 60)),
    config,
  }));
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('Preview which skills a sample sees'),
    placeHolder: vscode.l10n.t('Choose the run configuration whose samples it is about'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.config;
}

async function pickSample(project: Project): Promise<Sample> {
  type Item = vscode.QuickPickItem & { readonly sample?: Sample };
  const items: Item[] = [];
  for (const split of ['dev', 'val'] as const) {
    const samples = await project.samples(split);
    if (samples.length === 0) continue;
    items.push({ label: split, kind: vscode.QuickPickItemKind.Separator });
    for (const sample of samples) {
      const detail = plainLine(sample.description, 200);
      items.push({
        label: plainLine(sample.id, 80),
        description: plainLine(sample.type ?? '', 40),
        detail,
        sample,
      });
    }
  }
  const picked = await pickFrom(items, {
    title: vscode.l10n.t('Preview which skills a sample sees'),
    placeHolder: vscode.l10n.t('Choose a sample'),
    matchOnDetail: true,
  });
  if (picked?.sample === undefined) throw new vscode.CancellationError();
  return picked.sample;
}
