/** Both ends: the editor's server, and the command line that asks it. */
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { HandoverAnswer } from '../../../cli/handover';
import * as commandLine from '../../../cli/handover';
import { HANDOVER, HandoverServer } from './handoverServer';

const { withHandover } = commandLine;

const servers: HandoverServer<{ readonly config: string }>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.dispose()));

function serve(
  answer: (request: { config: string }, isRepeated: boolean) => Promise<HandoverAnswer>,
) {
  const server = new HandoverServer(answer);
  servers.push(server);
  return server;
}

const { signal } = new AbortController();

it('is known by one name at both ends', () => expect(HANDOVER).toBe(commandLine.HANDOVER));

it('hands variables to who has a ticket, for what the ticket was given', async () => {
  const server = serve(async ({ config }) => ({ variables: { A_KEY: `for ${config}` } }));
  const first = await server.ticketFor({ config: 'one' });
  const second = await server.ticketFor({ config: 'two' });
  expect(await server.ticketFor({ config: 'one' })).toBe(first);
  const env = { HOME: '/home', A_KEY: 'of the environment' };
  expect(await withHandover({ ...env, [HANDOVER]: second }, signal)).toEqual({
    HOME: '/home',
    A_KEY: 'for two',
    [HANDOVER]: undefined,
  });
  expect(await withHandover({ [HANDOVER]: first }, signal)).toMatchObject({ A_KEY: 'for one' });
});

it('tells who comes with a ticket a second time from who comes first', async () => {
  const repeated: boolean[] = [];
  const server = serve(async (_request, isRepeated) => {
    repeated.push(isRepeated);
    return isRepeated ? { cancelled: true } : { variables: { A_KEY: 'k' } };
  });
  const ticket = await server.ticketFor({ config: 'one' });
  expect(await withHandover({ [HANDOVER]: ticket }, signal)).toMatchObject({ A_KEY: 'k' });
  await expect(withHandover({ [HANDOVER]: ticket }, signal)).rejects.toMatchObject({
    name: 'StoppedByUser',
  });
  expect(repeated).toEqual([false, true]);
  // The next run of the same has a ticket of its own.
  const next = await server.ticketFor({ config: 'one' });
  expect(next).not.toBe(ticket);
  expect(await withHandover({ [HANDOVER]: next }, signal)).toMatchObject({ A_KEY: 'k' });
});

it('leaves an environment alone in which no editor waits', async () => {
  const env = { HOME: '/home' };
  expect(await withHandover(env, signal)).toBe(env);
});

it('says what the editor refuses, and that the person does not want to go on', async () => {
  const refusing = serve(async () => ({
    refusal: { message: 'the key is lost', fix: 'Store it.' },
  }));
  await expect(
    withHandover({ [HANDOVER]: await refusing.ticketFor({ config: '' }) }, signal),
  ).rejects.toMatchObject({ name: 'UserError', message: 'the key is lost', fix: 'Store it.' });
  const cancelled = serve(async () => ({ cancelled: true }));
  await expect(
    withHandover({ [HANDOVER]: await cancelled.ticketFor({ config: '' }) }, signal),
  ).rejects.toMatchObject({ name: 'StoppedByUser' });
});

it('says that the editor is gone', async () => {
  const server = serve(async () => ({ variables: {} }));
  const ticket = await server.ticketFor({ config: '' });
  server.dispose();
  await vi.waitFor(() => expect(existsSync(dirname(ticket.split('@')[1] ?? ''))).toBe(false));
  await expect(withHandover({ [HANDOVER]: ticket }, signal)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('no longer answers') as string,
  });
});

it('can be stopped while the person is being asked', async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const server = serve(() => {
    asked();
    return new Promise(() => undefined);
  });
  const stop = new AbortController();
  const waiting = withHandover({ [HANDOVER]: await server.ticketFor({ config: '' }) }, stop.signal);
  await isAsked;
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

it('tells nobody else anything', async () => {
  let answered = 0;
  const server = serve(async () => {
    answered += 1;
    return { variables: { A_KEY: 'k' } };
  });
  const [ticket = '', path = ''] = (await server.ticketFor({ config: '' })).split('@');
  // Only the person may come near the socket at all.
  if (process.platform !== 'win32') expect(statSync(dirname(path)).mode & 0o077).toBe(0);
  const heard = (text: string) =>
    new Promise<string>((resolve) => {
      let all = '';
      const socket = connect({ path });
      socket.setEncoding('utf8').on('data', (chunk: string) => (all += chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(all));
      socket.on('connect', () => socket.write(text));
    });
  for (const text of ['\n', `${ticket.slice(1)}\n`, 'GET / HTTP/1.1\r\n\r\n', 'x'.repeat(500)]) {
    expect(await heard(text)).toBe('');
  }
  expect(answered).toBe(0);
});
