import { connect } from 'node:net';
import { UserError } from '../util/errors';
import type { Env } from '../config/createModels';
import { StoppedByUser } from './stopSignals';

/**
 * Where an editor waits that keeps keys for the person: `ticket@socket`. Keys do not come as environment
 * variables of a terminal, because editors write the state of their terminals down, variables and all.
 */
export const HANDOVER = 'GRASP_KEY_HANDOVER';

/** What the editor answers, as one JSON object. */
export type HandoverAnswer =
  | { readonly variables: Readonly<Record<string, string>> }
  | { readonly refusal: { readonly message: string; readonly fix?: string } }
  /** The person was asked and did not want to go on. */
  | { readonly cancelled: true };

/**
 * The environment with what the editor hands over; as it is where no editor waits. Takes as long as the
 * person takes to answer the editor's question, if it has one.
 * @throws UserError when the editor refuses or is gone; StoppedByUser when the person does not want to go on.
 */
export async function withHandover(env: Env, signal: AbortSignal): Promise<Env> {
  const where = /^([^@]+)@(.+)$/.exec(env[HANDOVER] ?? '');
  const [, ticket, path] = where ?? [];
  if (ticket === undefined || path === undefined) return env;
  const answer = await ask(path, ticket, signal);
  if ('cancelled' in answer) throw new StoppedByUser();
  if ('refusal' in answer) throw new UserError(answer.refusal.message, answer.refusal);
  return { ...env, [HANDOVER]: undefined, ...answer.variables };
}

function ask(path: string, ticket: string, signal: AbortSignal): Promise<HandoverAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ path, signal });
    const gone = (cause?: unknown): void =>
      reject(
        signal.aborted
          ? signal.reason
          : new UserError('the editor that keeps the API keys no longer answers', {
              fix: 'Start the run again from the editor.',
              cause,
            }),
      );
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', gone);
    socket.on('connect', () => socket.write(`${ticket}\n`));
    socket.on('end', () => {
      const answer = parsed(text);
      if (answer) resolve(answer);
      else gone();
    });
  });
}

/** Who answers is who gave the ticket; only a broken connection leaves something else. */
function parsed(text: string): HandoverAnswer | undefined {
  try {
    return JSON.parse(text) as HandoverAnswer;
  } catch {
    return undefined;
  }
}
