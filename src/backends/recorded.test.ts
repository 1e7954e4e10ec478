import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelRequest } from '../engine/ports';
import { OpenAIChatModel } from './openaiChat';
import { recorded, recording } from './recorded';
import { Secret } from './secret';
import { chatServer, say } from './testing/chatServer';

const KEY = 'sentinel-key-7f3a91c2d4e5';
const request = (content: string): ModelRequest => ({
  messages: [{ role: 'user', content }],
  purpose: 'agent',
});

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cassette-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('a cassette', () => {
  it('replays what was recorded, and holds no key', async () => {
    const path = join(dir, 'deep', 'a.jsonl');
    const server = await chatServer((response, asked, index) =>
      say(response, `reply ${index} to ${asked.headers.authorization ?? ''}`),
    );
    const live = new OpenAIChatModel({
      baseURL: server.url,
      model: 'm',
      temperature: 0,
      apiKey: new Secret(KEY),
    });
    const first = recording(live, path);
    const reply = await first.complete(request('one'));
    await first.complete(request('one'));
    await recording(live, path).complete(request('one'));
    await server.close();
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).not.toContain('sentinel-key');
    expect(await recorded(path).complete({ ...request('one'), purpose: 'writer' })).toEqual(reply);
  });

  it('names the request it holds no reply to', async () => {
    const model = recorded({ name: 'a.jsonl', text: '' });
    const asked = model.complete(request('What is the time?\nTell me.'));
    await expect(asked).rejects.toMatchObject({ kind: 'cassette', transient: false });
    await expect(asked).rejects.toThrow('a.jsonl holds no reply to "What is the time?" (agent)');
  });

  it('is another model when it holds other replies', () => {
    const line = (content: string) =>
      `{"key":"k","asked":"","reply":{"content":"${content}","usage":{"calls":1,"inputTokens":1,"outputTokens":1,"usd":0,"reused":0}}}\n`;
    const one = recorded({ name: 'a', text: line('one') });
    expect(one.identity).not.toBe(recorded({ name: 'a', text: line('two') }).identity);
    expect(one.temperature).toBe(0);
  });

  it('says which line is none of a cassette, without showing it, and forgives a cut last one', () => {
    expect(() => recorded({ name: 'a.jsonl', text: '\nroot:x:0:0\n' })).toThrow(
      'not a line of a cassette',
    );
    try {
      recorded({ name: 'a.jsonl', text: '\nroot:x:0:0\n' });
    } catch (error) {
      expect(error).toMatchObject({ place: { file: 'a.jsonl', line: 2 } });
    }
    expect(() => recorded({ name: 'a.jsonl', text: '{"key":"k","asked":' })).not.toThrow();
    expect(() => recorded(join(dir, 'none.jsonl'))).toThrow('cannot be read');
  });
});
