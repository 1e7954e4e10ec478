import { describe, expect, it } from 'vitest';
import { withoutThoughts } from './withoutThoughts';

const text = (reply: string) => withoutThoughts(reply).text;

describe('a reply without its thoughts', () => {
  it.each([
    ['plain', 'beta', 'beta'],
    ['in tags', '<think>Maybe a trap.</think>\n\nbeta', 'beta'],
    ['in other tags', '<thinking>x</thinking>beta', 'beta'],
    ['in capitals', '<THINK>x</THINK> beta', 'beta'],
    ['in brackets', '[THINK]x[/THINK]beta', 'beta'],
    ['nested', '<think>a <think>b</think> c</think>beta', 'beta'],
    ['nested and closed once too few', '<think>a <think>b</think>beta', 'beta'],
    ['several', '<think>a</think>\n<think>b</think>\nbeta', 'beta'],
    ['opened by the template', 'Let me see.\n</think>\n\nbeta', '\n\nbeta'],
    ['on a line of their own', 'First.\n<think>hm</think>\nThen.', 'First.\n\nThen.'],
    ['of Kimi', '◁think▷x◁/think▷beta', 'beta'],
    [
      'in channels',
      '<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>beta<|return|>',
      'beta',
    ],
    ['without a channel', '<|start|>assistant<|message|>beta<|end|>', 'beta'],
  ])('%s', (_, reply, answer) => {
    expect(withoutThoughts(reply)).toEqual({ text: answer, isUnfinished: false });
  });

  it.each([
    '<think>They want beta? Or is it',
    '<|channel|>analysis<|message|>They want beta',
    '[think]beta',
  ])('is empty when it was cut within them: %j', (reply) => {
    expect(withoutThoughts(reply)).toEqual({ text: '', isUnfinished: true });
  });

  it.each([
    'Write `<think>` before and `</think>` behind it.',
    'The tag "</think>" ends it.',
    '```\n<think>\nx\n</think>\n```',
    'a < b and [think about it]',
    'Use <think> like this',
  ])('keeps what is only mentioned: %j', (reply) => {
    expect(text(reply)).toBe(reply);
  });
});
