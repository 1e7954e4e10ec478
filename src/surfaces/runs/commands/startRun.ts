import * as vscode from 'vscode';
import { command, taskType } from '../../common/ids';
import { plainLine } from '../../common/markdown';
import { refuseReadOnly } from '../../common/readOnly';
import { requireFolder } from '../../common/requireFolder';
import type { RunConfigFile } from '../../common/runConfigs';
import { settings } from '../../common/settings';
import type { Surroundings } from '../../common/surroundings';
import { isEditorModel } from '../../setup/editorModel';
import type { RunProcesses } from '../task/runProcesses';
import type { RunTaskFactory } from '../task/runTaskFactory';
import { estimateRows } from './estimateRows';
import { newRunName } from './newRunName';
import { configAt, noConfig, pickConfig, shortPath } from './pickConfig';
import { pickOne, type Choice } from './pickOne';
import { requireTrustToRun } from './requireTrustToRun';

type Answer = 'auto' | 'ask' | 'model';
type Needs = Pick<Surroundings, 'lab' | 'keys'>;

/** Asks for a configuration, shows what its run will take, and starts it: GRASP: Start Learning. */
export class RunStarter {
  constructor(
    private readonly needs: Needs,
    private readonly tasks: RunTaskFactory,
    private readonly processes: RunProcesses,
  ) {}

  /**
   * @param argument a configuration, as a path or a URI; asks when there is none
   * @throws UserError for whatever is wrong with the configuration
   */
  async start(argument?: unknown): Promise<vscode.TaskExecution | undefined> {
    requireTrustToRun();
    if (argument === undefined) requireFolder();
    const config = await this.#config(argument);
    if (config === undefined) return undefined;
    await saveOpen(config);
    for (;;) {
      const answer = await this.#ask(config);
      if (answer === undefined) return undefined;
      if (answer !== 'model') return this.#run(config, answer);
      await vscode.commands.executeCommand(command.model.select);
    }
  }

  async #config(argument: unknown): Promise<RunConfigFile | undefined> {
    const path = argument instanceof vscode.Uri ? argument.fsPath : argument;
    const picked = typeof path === 'string' ? await configAt(path) : await pickConfig();
    if (picked?.kind === 'broken') {
      const { path, folder } = picked.file;
      // The engine says what is wrong with it, and where.
      await this.#open({ path, baseDir: folder.uri.fsPath });
      throw noConfig(path);
    }
    return picked?.file;
  }

  async #open(config: Named, keys?: Env): Promise<Opened> {
    const request = requestOf(config);
    const env = { ...process.env, ...(keys ?? (await this.needs.keys.environment(request))) };
    const lab = await this.needs.lab.load();
    const project = await lab.open({ ...request, env });
    const { estimateLines, agent: model, isSimulated } = project;
    await project.dispose();
    const isOfEditor = isEditorModel(request.agent ?? '');
    return { estimateLines, model, isSimulated, isEditorModel: isOfEditor };
  }

  async #ask(config: RunConfigFile): Promise<Answer | undefined> {
    // It may ask where a key may go; a list that waits behind the question would close.
    const keys = await this.needs.keys.environment(requestOf(config));
    return pickOne<Answer>({
      title: vscode.l10n.t('Start learning: {0}', plainLine(shortPath(config))),
      placeholder: vscode.l10n.t('What the run will take is below; nothing was asked of a model yet.'),
      choices: this.#open(config, keys).then((opened) => startChoices(opened, settings.runReview(config.folder.uri))),
    });
  }

  async #run(config: RunConfigFile, review: 'auto' | 'ask'): Promise<vscode.TaskExecution> {
    await refuseReadOnly(config.outputDir);
    const runName = await newRunName(config.outputDir, config.runName, new Date());
    const definition = { type: taskType, config: shortPath(config), runName, review };
    const task = await this.tasks.make({
      definition,
      folder: config.folder,
      outlivesWindow: true,
    });
    return this.processes.execute(task);
  }
}

type Named = Pick<RunConfigFile, 'path' | 'baseDir'>;
type Env = Readonly<Record<string, string>>;

function requestOf({ path, baseDir }: Named): { config: string; baseDir: string; agent?: string } {
  const agent = settings.modelAgent();
  return { config: path, baseDir, ...(agent === '' ? {} : { agent }) };
}

interface Opened {
  readonly estimateLines: readonly string[];
  readonly model: string;
  readonly isSimulated: boolean;
  readonly isEditorModel: boolean;
}

function startChoices(opened: Opened, review: 'auto' | 'ask'): readonly Choice<Answer>[] {
  const { l10n } = vscode;
  const start: Choice<Answer> = {
    label: l10n.t('Start'),
    iconPath: new vscode.ThemeIcon('play'),
    description: l10n.t('the gate decides; you may decide otherwise at any time'),
    value: 'auto',
  };
  const ask: Choice<Answer> = {
    label: l10n.t('Start, and wait for my decision'),
    iconPath: new vscode.ThemeIcon('comment-unresolved'),
    description: l10n.t('on every edit that the gate accepts'),
    value: 'ask',
  };
  const separator = (label: string): Choice<Answer> => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  return [
    ...(review === 'ask' ? [ask, start] : [start, ask]),
    {
      label: l10n.t('Change model…'),
      iconPath: new vscode.ThemeIcon('server'),
      description: l10n.t('now: {0}', plainLine(opened.model)),
      value: 'model',
    },
    separator(l10n.t('Estimate')),
    ...estimateRows(opened.estimateLines).map(({ label, text }) => ({ label, description: text })),
    ...(opened.isEditorModel
      ? [
          {
            label: l10n.t('your plan'),
            description: l10n.t('each of these calls may count as a request of your VS Code model'),
          },
        ]
      : []),
  ];
}

/** The estimate is of what the run will read: the file, not the editor. */
async function saveOpen({ path }: RunConfigFile): Promise<void> {
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === path,
  );
  await open?.save();
}
