import { createHash, randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { bridgeVariable } from '../editorModel';
import type { KeyEntry } from '../keys/keyIndex';
import { askLanguageModel, languageModelNames } from './askLanguageModel';
import type { RunningBridge } from './bridgeServer';
import { startBridgeServer } from './bridgeServer';

const PORT = 'grasp.bridge.port';

/** What a process is given to use the bridge, and where the token may go. */
export interface BridgeAccess {
  readonly variables: Readonly<Record<string, string>>;
  readonly guard: KeyEntry;
}

/**
 * Lets runs, which are processes of their own, use the language models of this window: a chat completions
 * server on this machine, started when a run or probe needs it. After a reload of the window it takes the
 * same port and token again, so that a run that is under way goes on.
 */
export class LanguageModelBridge implements vscode.Disposable {
  #running: Promise<{ readonly server: RunningBridge; readonly token: string }> | undefined;
  #isDisposed = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Did a window of this workspace use the bridge, and may a run of it be under way? */
  get wasInUse(): boolean {
    return this.context.workspaceState.get(PORT) !== undefined;
  }

  /** Of no use any more, until it is started again. */
  async forgetUse(): Promise<void> {
    await this.context.workspaceState.update(PORT, undefined);
  }

  /** Starts it unless it runs. */
  async start(): Promise<BridgeAccess> {
    this.#running ??= this.#start();
    const { server, token } = await this.#running.catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    });
    return {
      variables: { [bridgeVariable.port]: String(server.port), [bridgeVariable.token]: token },
      guard: { variable: bridgeVariable.token, origins: [`http://127.0.0.1:${server.port}`] },
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#running?.then(({ server }) => server.close()).catch(() => undefined);
  }

  async #start(): Promise<{ readonly server: RunningBridge; readonly token: string }> {
    const { workspaceState } = this.context;
    const serve = (token: string, port: number | undefined): Promise<RunningBridge> =>
      startBridgeServer({
        token,
        port,
        ask: askLanguageModel,
        models: languageModelNames,
        onFailure: (line) => this.log.warn(`VS Code language models: ${line.slice(0, 300)}`),
      });
    const wanted = workspaceState.get<number>(PORT);
    let token = await this.#token();
    let server = await serve(token, wanted);
    if (wanted !== undefined && server.port !== wanted) {
      // Whoever has that port now may have been told the token by a run that still goes there.
      server.close();
      token = await this.#token(true);
      server = await serve(token, undefined);
    }
    if (this.#isDisposed) server.close();
    await workspaceState.update(PORT, server.port);
    return { server, token };
  }

  /** Of this workspace; a new one each time where there is no place for secrets. */
  async #token(isFresh = false): Promise<string> {
    const { secrets, storageUri } = this.context;
    const fresh = randomBytes(32).toString('hex');
    if (storageUri === undefined) return fresh;
    const name = createHash('sha256').update(storageUri.toString()).digest('hex').slice(0, 16);
    try {
      const kept = await secrets.get(`grasp.bridge.${name}`);
      if (!isFresh && kept !== undefined && /^[0-9a-f]{64}$/.test(kept)) return kept;
      await secrets.store(`grasp.bridge.${name}`, fresh);
    } catch {
      // Without it a run that is under way ends with the window, resumably.
    }
    return fresh;
  }
}
