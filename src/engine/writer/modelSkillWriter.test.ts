import { describe, expect, it } from 'vitest';
import {
  BudgetExceeded,
  ContextLimitError,
  ModelFault,
  type Model,
  type ModelReply,
  type ModelRequest,
} from '../ports';
import { ModelSkillWriter } from './modelSkillWriter';
import { library, trace } from './testData';
import type { ProposeInput } from './types';

const usage = { calls: 1, inputTokens: 100, outputTokens: 10, usd: 0.5, reused: 0 };
const signal = new AbortController().signal;
const edit = { action: 'ADD', name: 'n', description: 'd', content: 'c', tags: [] };

/** A model that says these things in turn; an Error is thrown. */
function scripted(replies: readonly (string | Error | Partial<ModelReply>)[], temperature = 0) {
  const requests: ModelRequest[] = [];
  const model: Model = {
    label: 'scripted',
    identity: 'scripted',
    temperature,
    complete: (request, abort) => {
      abort?.throwIfAborted();
      const reply = replies[requests.length];
      requests.push(request);
      if (reply instanceof Error) return Promise.reject(reply);
      const rest = typeof reply === 'string' ? { content: reply } : reply;
      return Promise.resolve({ content: '', usage, ...rest });
    },
  };
  const writer = new ModelSkillWriter(model, { maxProposals: 1, capacity: 10 });
  return { writer, requests };
}

const proposal: ProposeInput = {
  epoch: 0,
  update: 0,
  k: 2,
  of: 4,
  label: null,
  group: [trace('S-1')],
  otherFailing: [],
  labels: {},
  diagnoses: {},
  library: library(),
  effectiveness: {},
};

const shown = { full: [], partly: [], unseen: 0 };

describe('ModelSkillWriter', () => {
  it('asks once, on the account of the writer, and hands on what it was told', async () => {
    const { writer, requests } = scripted([JSON.stringify([edit])]);
    expect(await writer.propose(proposal, signal)).toEqual({
      ok: true,
      reply: [edit],
      usage,
      shown,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.purpose).toBe('writer');
    expect(requests[0]?.messages).toHaveLength(1);
    expect(requests[0]?.messages[0]?.content).toMatch(/^# Propose skill edits\n/);
  });

  it('labels and explains failures', async () => {
    const failing = [trace('S-1')];
    const { writer } = scripted([
      '{"labels": {"S-1": "Wrong shelf"}}',
      '{"S-1": "It looked away."}',
    ]);
    const labelled = await writer.classify({ failing, taxonomy: {} }, signal);
    expect(labelled).toMatchObject({ ok: true, reply: { labels: { 'S-1': 'wrong_shelf' } } });
    const diagnosed = await writer.diagnose({ failing, labels: {}, library: library() }, signal);
    expect(diagnosed).toMatchObject({ ok: true, reply: { 'S-1': 'It looked away.' } });
  });

  it('accepts that there is nothing to propose', async () => {
    const { writer, requests } = scripted(['[]']);
    expect(await writer.propose(proposal, signal)).toEqual({ ok: true, reply: [], usage, shown });
    expect(requests).toHaveLength(1);
  });

  it('asks once more, in other words, and counts both calls', async () => {
    const { writer, requests } = scripted(['Well...', JSON.stringify([edit])]);
    const result = await writer.propose(proposal, signal);
    expect(result).toMatchObject({ ok: true, reply: [edit] });
    expect(result.usage).toEqual({
      calls: 2,
      inputTokens: 200,
      outputTokens: 20,
      usd: 1,
      reused: 0,
    });
    expect(requests[0]?.messages).not.toEqual(requests[1]?.messages);
  });

  it('gives up after the second bad reply and quotes it', async () => {
    const { writer, requests } = scripted(['Well...', 'I am\nnot sure.', '[]']);
    const result = await writer.propose(proposal, signal);
    expect(result).toEqual({
      ok: false,
      reason: 'the reply did not hold a list of edits; it began "I am not sure."',
      usage: { calls: 2, inputTokens: 200, outputTokens: 20, usd: 1, reused: 0 },
    });
    expect(requests).toHaveLength(2);
  });

  it.each<[string, Partial<ModelReply>, RegExp]>([
    ['was cut off', { content: '[{"action": "ADD", "na', finish: 'length' }, /max_tokens/],
    ['was empty', { content: ' \n' }, /empty/],
  ])('says that a reply %s', async (_how, reply, reason) => {
    const { writer } = scripted([reply, reply]);
    const result = await writer.propose(proposal, signal);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
  });

  it('shortens a request that is too long, once', async () => {
    const tooLong = new ContextLimitError('too long');
    const saved = scripted([tooLong, '[]']);
    expect(await saved.writer.propose(proposal, signal)).toEqual({
      ok: true,
      reply: [],
      usage,
      shown,
    });
    const lost = scripted([tooLong, tooLong]);
    const result = await lost.writer.propose(proposal, signal);
    expect(result).toMatchObject({ ok: false, usage: { calls: 0 } });
    expect(result.ok ? '' : result.reason).toContain('too long');
  });

  it.each([
    ['a fault of the model', new ModelFault('down', 'server')],
    ['an exhausted budget', new BudgetExceeded('calls')],
  ])('lets %s through', async (_what, error) => {
    await expect(scripted([error]).writer.propose(proposal, signal)).rejects.toBe(error);
    await expect(scripted(['?', error]).writer.propose(proposal, signal)).rejects.toBe(error);
  });

  it('stops at an abort, without asking', async () => {
    const { writer, requests } = scripted(['[]']);
    const reason = new Error('stopped');
    await expect(writer.propose(proposal, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(requests).toHaveLength(0);
  });

  it('asks nothing when nothing failed', async () => {
    const { writer, requests } = scripted([]);
    const none = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, reused: 0 };
    expect(await writer.classify({ failing: [], taxonomy: {} }, signal)).toEqual({
      ok: true,
      reply: { labels: {}, new_labels: {} },
      usage: none,
    });
    expect(await writer.diagnose({ failing: [], labels: {}, library: library() }, signal)).toEqual({
      ok: true,
      reply: {},
      usage: none,
    });
    const revision = { epoch: 0, update: 0, edits: [], regressed: [] };
    expect(await writer.revise(revision, signal)).toEqual({ ok: true, reply: [], usage: none });
    expect(requests).toHaveLength(0);
  });

  it('marks a draft as a repetition only where repetitions differ', async () => {
    const cold = scripted(['[]'], 0);
    await cold.writer.propose(proposal, signal);
    expect(cold.requests[0]).not.toHaveProperty('repeat');
    const warm = scripted(['[]'], 0.7);
    await warm.writer.propose(proposal, signal);
    expect(warm.requests[0]).toHaveProperty('repeat', 2);
  });
});
