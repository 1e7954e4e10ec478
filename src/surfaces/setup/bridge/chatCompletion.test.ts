import type { ModelReply } from '../../../engine/ports';
import { describe, expect, it } from 'vitest';
import { chatRequest } from '../../../backends/chatRequest';
import { chatReply } from '../../../backends/chatReply';
import type { ModelRequest } from '../../../engine/ports';
import { asFailure, BridgeFailure } from './bridgeFailure';
import { chatCompletion, readChatRequest, replyText, requestText } from './chatCompletion';

const conversation: Pick<ModelRequest, 'messages' | 'tools'> = {
  messages: [
    { role: 'system', content: 'You are an agent.' },
    { role: 'user', content: 'Which?' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        { id: 'c1', name: 'look', arguments: '{"at":"bundle"}' },
        { id: 'c2', name: 'look', arguments: 'not json' },
      ],
    },
    { role: 'tool', content: 'one', toolCallId: 'c1' },
    { role: 'tool', content: 'two', toolCallId: 'c2' },
    { role: 'assistant', content: 'Done.' },
  ],
  tools: [
    { name: 'look', description: 'Looks.', parameters: { type: 'object' } },
    { name: 'stop', parameters: {} },
  ],
};

/** As a client reads it. */
function replyOf(body: unknown): ModelReply {
  const read = chatReply(body, conversation, { attempts: 1 });
  if (read.kind !== 'reply') throw new Error(`no reply but ${read.kind}`);
  return read.reply;
}

describe('a request of our own backend', () => {
  const body: unknown = chatRequest(conversation, {
    model: 'copilot/gpt-4o',
    temperature: 0,
    maxTokens: 9,
  });
  const read = readChatRequest(body);

  it('becomes messages as the editor’s models take them', () => {
    expect(read.model).toBe('copilot/gpt-4o');
    expect(read.messages).toEqual([
      { role: 'user', text: 'You are an agent.' },
      { role: 'user', text: 'Which?' },
      {
        role: 'assistant',
        text: '',
        calls: [
          { id: 'c1', name: 'look', input: { at: 'bundle' } },
          { id: 'c2', name: 'look', input: { arguments: 'not json' } },
        ],
      },
      {
        role: 'results',
        results: [
          { id: 'c1', text: 'one' },
          { id: 'c2', text: 'two' },
        ],
      },
      { role: 'assistant', text: 'Done.', calls: [] },
    ]);
  });

  it('keeps tools and settings', () => {
    expect(read.tools).toEqual([
      { name: 'look', description: 'Looks.', parameters: { type: 'object' } },
      { name: 'stop', description: '', parameters: undefined },
    ]);
    expect(read.options).toEqual({ temperature: 0, max_tokens: 9 });
    expect(read.mustCallTool).toBe(false);
  });

  it('is counted with everything that is sent', () => {
    const text = requestText(read);
    for (const part of ['an agent', 'Which?', 'bundle', 'one', 'two', 'Done.', 'Looks.']) {
      expect(text).toContain(part);
    }
  });
});

describe('the reply to our own backend', () => {
  it('brings text, calls and tokens back', () => {
    const calls = [{ id: 'c1', name: 'look', input: { at: 1 } }];
    const body = chatCompletion('copilot/gpt-4o', {
      text: 'Let me see.',
      calls,
      usage: { input: 12, output: 3 },
    });
    expect(replyOf(body)).toMatchObject({
      content: 'Let me see.',
      finish: 'tool_calls',
      toolCalls: [{ id: 'c1', name: 'look', arguments: '{"at":1}' }],
      usage: { inputTokens: 12, outputTokens: 3 },
    });
    expect(replyText({ text: 'Let me see.', calls })).toBe('Let me see.\nlook {"at":1}');
  });

  it('without counted tokens leaves them to be estimated', () => {
    const body = chatCompletion('a/b', { text: 'Yes.', calls: [], usage: undefined });
    const reply = replyOf(body);
    expect(reply).toMatchObject({ content: 'Yes.', finish: 'stop' });
    expect(reply.usage.outputTokens).toBe(1);
  });
});

describe('a request that cannot be read', () => {
  const messages = [{ role: 'user', content: 'x' }];
  it.each([
    ['no object', []],
    ['no vendor', { model: 'gpt-4o', messages }],
    ['no messages', { model: 'a/b', messages: [] }],
    ['streaming', { model: 'a/b', messages, stream: true }],
    ['a strange role', { model: 'a/b', messages: [{ role: 'god', content: 'x' }] }],
    ['a strange content', { model: 'a/b', messages: [{ role: 'user', content: 7 }] }],
    ['a nameless tool', { model: 'a/b', messages, tools: [{}] }],
    ['a nameless call', { model: 'a/b', messages: [{ role: 'assistant', tool_calls: [{}] }] }],
  ])('is refused: %s', (_what, body) => {
    expect(() => readChatRequest(body)).toThrow(BridgeFailure);
    expect(() => readChatRequest(body)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('what a model of the editor throws', () => {
  const thrown = (message: string, code?: string, cause?: Error) =>
    Object.assign(new Error(message, cause ? { cause } : {}), code === undefined ? {} : { code });

  it.each([
    [thrown('not allowed', 'NoPermissions'), 403, 'NoPermissions'],
    [thrown('gone', 'NotFound'), 404, 'model_not_found'],
    [thrown('You exceeded your premium request allowance', 'Blocked'), 429, 'insufficient_quota'],
    [thrown('Rate limit exceeded, try again in 8 s', 'Blocked'), 429, 'rate_limit_exceeded'],
    [thrown('filtered', 'Blocked'), 403, 'Blocked'],
    [thrown('prompt token count of 9 exceeds the limit'), 400, 'context_length_exceeded'],
    [thrown('failed', 'Unknown', new Error('quota used up')), 429, 'insufficient_quota'],
    [thrown('boom'), 502, 'model_error'],
    ['a text', 502, 'model_error'],
  ])('%s is %d %s', (error, status, code) => {
    expect(asFailure(error)).toMatchObject({ status, code });
  });

  it('says its cause', () => {
    expect(asFailure(thrown('outer', 'Unknown', new Error('inner'))).message).toBe('outer: inner');
  });
});
