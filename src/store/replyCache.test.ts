import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelReply } from '../engine/ports';
import { FileReplyCache } from './replyCache';
import { oneCall, tempDir } from './testSupport';

function reply(content: string): ModelReply {
  return {
    content,
    toolCalls: [{ id: '1', name: 'look', arguments: '{"a":' }],
    finish: 'tool_calls',
    usage: oneCall,
  };
}

function withReplies(...keys: readonly string[]): string {
  const path = join(tempDir(), 'replies.jsonl');
  const cache = new FileReplyCache(path);
  for (const key of keys) cache.set(key, reply(`to ${key}`));
  cache.close();
  return path;
}

describe('the reply cache', () => {
  it('answers in this process and in the next, whatever the key looks like', () => {
    const keys = ['plain', 'with "quotes" \\ and\n lines', '__proto__', 'é'.repeat(300)];
    const path = withReplies(...keys);
    const cache = new FileReplyCache(path);
    for (const key of keys) expect(cache.get(key)).toEqual(reply(`to ${key}`));
    expect(cache.get('other')).toBeUndefined();
    cache.set('other', reply('x'.repeat(20_000)));
    expect(cache.get('other')?.content).toHaveLength(20_000);
    cache.close();
  });

  it('gives the newest reply to a key', () => {
    const path = withReplies('a');
    const cache = new FileReplyCache(path);
    cache.set('a', reply('newer'));
    cache.close();
    const again = new FileReplyCache(path);
    expect(again.get('a')?.content).toBe('newer');
    expect(again.size).toBe(1);
    again.close();
  });

  it('loses only the reply that a kill cut in two', () => {
    const path = withReplies('a', 'b');
    truncateSync(path, readFileSync(path).length - 3);
    const cache = new FileReplyCache(path);
    expect(cache.get('a')).toEqual(reply('to a'));
    expect(cache.get('b')).toBeUndefined();
    cache.set('b', reply('again'));
    expect(cache.get('b')?.content).toBe('again');
    cache.close();
  });

  it('takes a line that is no reply for no answer', () => {
    const path = withReplies('a', 'b');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"to a"', '12'));
    appendFileSync(path, 'noise\n{"key":"c","reply":{"content":"x"}}\n');
    const cache = new FileReplyCache(path);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toEqual(reply('to b'));
    expect(cache.get('c')).toBeUndefined();
    cache.close();
  });
});
