import * as vscode from 'vscode';
import { BridgeFailure } from './bridgeFailure';
import type { BridgeMessage, BridgeReply, BridgeRequest, BridgeTool } from './chatCompletion';
import { replyText, requestText } from './chatCompletion';

/** Right after a window opened its models may not be there yet. */
const PATIENCE_MS = 20_000;

/** Answers a chat request with a language model of the editor. @throws BridgeFailure, LanguageModelError */
export async function askLanguageModel(
  request: BridgeRequest,
  signal: AbortSignal,
): Promise<BridgeReply> {
  const model = await findModel(request.model, signal);
  const cancel = new vscode.CancellationTokenSource();
  const onAbort = (): void => cancel.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const response = await model.sendRequest(
      request.messages.map(toMessage),
      {
        justification: vscode.l10n.t(
          'GRASP lets your agent work on samples with this model, to measure your skills.',
        ),
        modelOptions: request.options,
        ...(request.tools.length > 0 ? { tools: request.tools.map(toTool) } : {}),
        ...(request.mustCallTool ? { toolMode: vscode.LanguageModelChatToolMode.Required } : {}),
      },
      cancel.token,
    );
    const reply = await gather(response);
    return { ...reply, usage: await count(model, request, reply, cancel.token) };
  } finally {
    signal.removeEventListener('abort', onAbort);
    cancel.dispose();
  }
}

async function findModel(name: string, signal: AbortSignal): Promise<vscode.LanguageModelChat> {
  const slash = name.indexOf('/');
  const selector = { vendor: name.slice(0, slash), id: name.slice(slash + 1) };
  const select = async () => (await vscode.lm.selectChatModels(selector))[0];
  const found = (await select()) ?? (await laterFound(select, signal));
  if (found) return found;
  throw new BridgeFailure(
    404,
    vscode.l10n.t('VS Code has no language model "{0}" at present.', name),
    'model_not_found',
  );
}

async function laterFound<T>(
  select: () => Promise<T | undefined>,
  signal: AbortSignal,
): Promise<T | undefined> {
  if ((await vscode.lm.selectChatModels()).length > 0) return undefined;
  return new Promise((resolve, reject) => {
    const end = (found: T | undefined): void => {
      clearTimeout(timer);
      listener.dispose();
      signal.removeEventListener('abort', onAbort);
      resolve(found);
    };
    const onAbort = (): void => end(undefined);
    const timer = setTimeout(onAbort, PATIENCE_MS);
    const listener = vscode.lm.onDidChangeChatModels(() => {
      select().then((found) => {
        if (found !== undefined) end(found);
      }, reject);
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function toMessage(message: BridgeMessage): vscode.LanguageModelChatMessage {
  switch (message.role) {
    case 'user':
      return vscode.LanguageModelChatMessage.User(message.text);
    case 'results':
      return vscode.LanguageModelChatMessage.User(
        message.results.map(
          ({ id, text }) =>
            new vscode.LanguageModelToolResultPart(id, [new vscode.LanguageModelTextPart(text)]),
        ),
      );
    case 'assistant':
      return vscode.LanguageModelChatMessage.Assistant([
        ...(message.text === '' ? [] : [new vscode.LanguageModelTextPart(message.text)]),
        ...message.calls.map(
          ({ id, name, input }) => new vscode.LanguageModelToolCallPart(id, name, input),
        ),
      ]);
  }
}

function toTool({ name, description, parameters }: BridgeTool): vscode.LanguageModelChatTool {
  return { name, description, ...(parameters ? { inputSchema: parameters } : {}) };
}

async function gather(
  response: vscode.LanguageModelChatResponse,
): Promise<Omit<BridgeReply, 'usage'>> {
  let text = '';
  const calls: BridgeReply['calls'][number][] = [];
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelTextPart) text += part.value;
    if (part instanceof vscode.LanguageModelToolCallPart) {
      calls.push({ id: part.callId, name: part.name, input: part.input });
    }
  }
  return { text, calls };
}

/** By the model's own tokenizer; `undefined` when it has none, and the backend estimates. */
async function count(
  model: vscode.LanguageModelChat,
  request: BridgeRequest,
  reply: Omit<BridgeReply, 'usage'>,
  token: vscode.CancellationToken,
): Promise<BridgeReply['usage']> {
  try {
    const [input, output] = await Promise.all([
      model.countTokens(requestText(request), token),
      model.countTokens(replyText(reply), token),
    ]);
    return { input, output };
  } catch {
    return undefined;
  }
}

/** As a request names them. */
export async function languageModelNames(): Promise<readonly string[]> {
  const models = await vscode.lm.selectChatModels();
  return models.map(({ vendor, id }) => `${vendor}/${id}`);
}
