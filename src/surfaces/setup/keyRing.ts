import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { grantVariables } from '../../backends/keyGrants';
import type { PresetNeeds } from '../../backends/presetNeeds';
import type { HandoverAnswer } from '../../cli/handover';
import type { RunRequest } from '../../config/presetsInQuestion';
import { describeError, UserError } from '../../util/errors';
import { HelpfulError } from '../common/helpfulError';
import { command } from '../common/ids';
import { LanguageModelBridge } from './bridge/languageModelBridge';
import { bridgeVariable } from './editorModel';
import type { Approval, Asking, Sending } from './keys/approval';
import { approve } from './keys/approval';
import { missingOf } from './keys/missing';
import { askForKey } from './keys/askForKey';
import { askAboutRepeating, askAboutSending } from './keys/askAboutSending';
import { guardedVariables } from './keys/guardedVariables';
import { HANDOVER, HandoverServer } from './keys/handoverServer';
import type { KeyIndex } from './keys/keyIndex';
import { readIndex, withKey, withoutKey } from './keys/keyIndex';
import { ownUses } from './keys/ownUses';
import { SecretBox } from './keys/secretBox';
import { modelFolder } from './models/modelFolder';

const INDEX = 'grasp.keys';
/** Of the editor's own environment: which variables the person allowed to be sent where. */
const ALLOWED = 'grasp.allowedKeys';

/** What the keys are for: a run or probes of this configuration, with these choices. */
export interface KeyRequest extends Partial<RunRequest> {
  /** Never asks: what was not approved before is left out. */
  readonly quiet?: boolean;
}

type Variables = Readonly<Record<string, string>>;

/**
 * API keys, in the editor's secret storage only. They are handed to runs and probes as environment
 * variables, named as the presets name them (`OPENAI_API_KEY`); never written to a setting, a file or a log.
 *
 * A key goes to the servers it was approved for and to no others: with the keys goes the list of them, and
 * the backends hold to it, so that a preset cannot be changed after the question.
 */
export class KeyRing implements vscode.Disposable {
  readonly bridge: LanguageModelBridge;
  readonly #secrets: SecretBox;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #handover = new HandoverServer((request: KeyRequest, isRepeated) =>
    this.#answer(request, isRepeated),
  );
  /** A key was stored, replaced or forgotten. */
  readonly onDidChange = this.#changed.event;
  /** Of keys that are kept until the window closes, where the system has no place for secrets. */
  #sessionIndex: KeyIndex = [];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#secrets = new SecretBox(context.secrets);
    this.bridge = new LanguageModelBridge(context, log);
  }

  /** What is stored, without the keys themselves. */
  get index(): KeyIndex {
    const session = this.#sessionIndex;
    const stored = this.#storedIndex.filter((it) => !session.some((by) => isSameKey(by, it)));
    return [...session, ...stored];
  }

  /**
   * The variables for a run or for probes: the stored keys that its presets name (every stored key when
   * nothing is said about the run). They win over the same variables of the editor's own environment. Asks
   * for a key that is missing, and before one goes to a server that only the workspace names.
   * @throws UserError when a key is lost or could be read on its way; CancellationError when the person
   * does not want to go on.
   */
  async environment(request: KeyRequest = {}): Promise<Variables> {
    if (!vscode.workspace.isTrusted) return {};
    const presets = await this.#presets(request);
    if (presets === undefined) return guardedVariables(await this.#keys(this.index), this.index);
    if (request.quiet !== true) await this.#askForMissing(presets);
    const asking = presets.map((preset) => ({ ...preset, isOurs: this.#isKnown(preset) }));
    const approval = approve(asking, this.index);
    refuseUnencrypted(approval);
    for (const { variable, origin } of approval.granted) await this.allow(variable, origin);
    const refused = request.quiet === true ? approval.asked : await this.#ask(approval.asked);
    const needed = this.index.filter(({ variable }) => approval.variables.includes(variable));
    // What was refused is guarded all the same: the same key may stand in the editor's own environment.
    const wanted = needed.filter((it) => !refused.some((by) => isSameKey(by, it)));
    const keys = await this.#keys(wanted);
    wanted.forEach(({ variable }) => refuseLost(variable, keys));
    const own = await this.#ownVariables(asking, request.quiet === true);
    const isBridged = presets.some((it) => it.keyVariables.includes(bridgeVariable.token));
    if (!isBridged) return { ...guardedVariables(keys, needed), ...own };
    const { variables, guard } = await this.bridge.start();
    return { ...guardedVariables({ ...keys, ...variables }, [...needed, guard]), ...own };
  }

  /**
   * The same for a process of its own: what it is given to fetch the variables with when it starts, and
   * nothing when it needs none. It is asked about then, not now. The keys themselves are no variables of the
   * process, because the editor writes those of its terminals down when it closes.
   */
  async handover(request: KeyRequest): Promise<Variables> {
    if (!vscode.workspace.isTrusted) return {};
    const presets = await this.#presets(request);
    const known = [bridgeVariable.token, ...this.index.map(({ variable }) => variable)];
    const needsNone = presets?.every(
      (it) => it.toAllow.length === 0 && !it.keyVariables.some((name) => known.includes(name)),
    );
    return needsNone === true ? {} : { [HANDOVER]: await this.#handover.ticketFor(request) };
  }

  /** Keeps a key, and where it may go. `false`: this system has no place for secrets, nothing was kept. */
  async store(variable: string, key: string, origins: readonly string[] = []): Promise<boolean> {
    if (!(await this.#secrets.write(variable, key))) return false;
    this.#sessionIndex = withoutKey(this.#sessionIndex, variable);
    await this.#remember(withKey(this.#storedIndex, variable, origins));
    this.#changed.fire();
    return true;
  }

  /** Keeps a key until the window closes. */
  keepForSession(variable: string, key: string, origins: readonly string[] = []): void {
    const known = this.index.find((entry) => entry.variable === variable)?.origins ?? [];
    this.#secrets.keepForSession(variable, key);
    this.#sessionIndex = withKey(this.#sessionIndex, variable, [...known, ...origins]);
    this.#changed.fire();
  }

  /** The key itself, for a server it may go to. */
  reveal(variable: string): Promise<string | undefined> {
    return this.#secrets.read(variable);
  }

  /** Which variables of the environment, which are not stored here, may be sent where. */
  get allowed(): KeyIndex {
    return readIndex(this.context.globalState.get(ALLOWED));
  }

  /** Also forgets where it might go. */
  async forget(variable: string): Promise<void> {
    await this.context.globalState.update(ALLOWED, withoutKey(this.allowed, variable));
    await this.#secrets.remove(variable);
    this.#sessionIndex = withoutKey(this.#sessionIndex, variable);
    await this.#remember(withoutKey(this.#storedIndex, variable));
    this.#changed.fire();
  }

  /** From now on the stored key, or the variable of the environment of that name, may be sent there. */
  async allow(variable: string, origin: string): Promise<void> {
    if (this.#sessionIndex.some((entry) => entry.variable === variable)) {
      this.#sessionIndex = withKey(this.#sessionIndex, variable, [origin]);
    } else if (this.#storedIndex.some((entry) => entry.variable === variable)) {
      await this.#remember(withKey(this.#storedIndex, variable, [origin]));
    } else {
      await this.context.globalState.update(ALLOWED, withKey(this.allowed, variable, [origin]));
    }
  }

  dispose(): void {
    this.bridge.dispose();
    this.#handover.dispose();
    this.#changed.dispose();
  }

  get #storedIndex(): KeyIndex {
    return readIndex(this.context.globalState.get(INDEX));
  }

  async #remember(index: KeyIndex): Promise<void> {
    await this.context.globalState.update(INDEX, index);
  }

  /** @throws UserError when something else than a key is missing; CancellationError */
  async #askForMissing(presets: readonly PresetNeeds[]): Promise<void> {
    for (const preset of presets) {
      const { keys, others } = missingOf(preset, this.index);
      if (others.length > 0) throw unset(preset, others);
      for (const variable of keys) {
        const origins = this.#isKnown(preset) && preset.origin !== undefined ? [preset.origin] : [];
        if ((await askForKey(this, variable, origins)) === undefined) {
          throw new vscode.CancellationError();
        }
      }
    }
  }

  async #answer(request: KeyRequest, isRepeated: boolean): Promise<HandoverAnswer> {
    try {
      if (isRepeated && !(await askAboutRepeating())) return { cancelled: true };
      return { variables: await this.environment(request) };
    } catch (error) {
      if (error instanceof vscode.CancellationError) return { cancelled: true };
      this.log.warn(describeError(error));
      const { message, fix } = error instanceof UserError ? error : new UserError(String(error));
      return { refusal: { message, ...(fix === undefined ? {} : { fix }) } };
    }
  }

  /** `undefined`: nothing is known about the run. */
  async #presets(request: KeyRequest): Promise<readonly PresetNeeds[] | undefined> {
    const { config = '', agent } = request;
    if (config === '' && agent === undefined) return undefined;
    // Read when needed, not when the editor starts: it brings a YAML parser.
    const { presetsInQuestion } = await import('../../config/presetsInQuestion');
    return presetsInQuestion({ ...request, config }, process.env);
  }

  /** Says a preset of ours whom it asks, rather than a variable? */
  #isKnown({ file, namesOwnServer }: PresetNeeds): boolean {
    if (!namesOwnServer) return false;
    const bundled = join(this.context.extensionPath, 'configs', 'agents');
    return [modelFolder(this.context), bundled].some(
      (folder) => relative(folder, dirname(file)) === '',
    );
  }

  async #keys(index: KeyIndex): Promise<Variables> {
    const keys: Record<string, string> = {};
    for (const { variable } of index) {
      const key = await this.#secrets.read(variable);
      if (key !== undefined) keys[variable] = key;
    }
    return keys;
  }

  /**
   * For variables of the editor's own environment: where they may go, as far as they may; those that may not
   * are emptied. @throws CancellationError
   */
  async #ownVariables(asking: readonly Asking[], isQuiet: boolean): Promise<Variables> {
    const { granted, asked } = ownUses(asking, this.index, this.allowed);
    const uses = [...granted];
    const refused: Record<string, string> = {};
    for (const sending of asked) {
      const { variable, origin } = sending;
      const known = this.allowed.find((entry) => entry.variable === variable)?.origins ?? [];
      if (isQuiet || !(await askAboutSending(sending, known))) refused[variable] = '';
      else {
        await this.allow(variable, origin);
        uses.push(sending);
      }
    }
    return { ...grantVariables(uses), ...refused };
  }

  /** Resolves to those the person refused. @throws CancellationError */
  async #ask(sendings: readonly Sending[]): Promise<readonly Sending[]> {
    const refused: Sending[] = [];
    for (const sending of sendings) {
      const { variable, origin } = sending;
      const known = this.index.find((entry) => entry.variable === variable)?.origins ?? [];
      if (await askAboutSending(sending, known)) await this.allow(variable, origin);
      else refused.push(sending);
    }
    return refused;
  }
}

function isSameKey(a: { readonly variable: string }, b: { readonly variable: string }): boolean {
  return a.variable === b.variable;
}

function refuseUnencrypted({ unencrypted: [first] }: Approval): void {
  if (first === undefined) return;
  const { variable, origin, file } = first;
  throw new UserError(
    vscode.l10n.t('the key {0} would travel to {1} unencrypted (http)', variable, origin),
    {
      place: { file },
      fix: vscode.l10n.t(
        'Use an https:// address in base_url. A stored key goes over http to this machine only.',
      ),
    },
  );
}

function unset({ name, file }: PresetNeeds, variables: readonly string[]): UserError {
  return new HelpfulError(
    vscode.l10n.t('nothing is set for {1}, which the preset {0} needs', name, variables.join(', ')),
    {
      place: { file },
      fix: vscode.l10n.t(
        'Choose the preset with "GRASP: Select Model…", which asks for what it lacks, or set it in the environment before you start VS Code.',
      ),
    },
    { [vscode.l10n.t('Select Model')]: command.model.select },
  );
}

/** A key that is on the list and in no place: the secret storage did not keep it. */
function refuseLost(variable: string, keys: Variables): void {
  if (keys[variable] !== undefined || process.env[variable]) return;
  throw new UserError(vscode.l10n.t('the key {0} is no longer in the secret storage', variable), {
    fix: vscode.l10n.t(
      'Store it again with "GRASP: Store API Key…". If it gets lost each time, this system has no keyring: install one (gnome-keyring or KWallet on Linux), or set {0} in the environment before starting VS Code.',
      variable,
    ),
  });
}
