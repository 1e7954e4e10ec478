import { describe, expect, it } from 'vitest';
import { describeAction, parseAction } from './actions';

describe('parseAction', () => {
  it.each([
    ['GET http://x/a?b=c', { kind: 'get', url: 'http://x/a?b=c' }],
    ['  \n```tool_code\nGET http://x/a\n```  ', { kind: 'get', url: 'http://x/a' }],
    ['GET\nhttp://x/a', { kind: 'get', url: 'http://x/a' }],
    ['POST http://x/a\n{"b":\n1}', { kind: 'post', url: 'http://x/a', body: '{"b":\n1}' }],
    ['```\nPOST http://x/a\n```json\n{}\n```', { kind: 'post', url: 'http://x/a', body: '{}' }],
  ])('reads %j', (reply, action) => {
    expect(parseAction(reply)).toEqual(action);
  });

  it.each([
    ['FINISH([1.9])', '[1.9]'],
    ['FINISH([1.9]).', '[1.9]'],
    ['FINISH( [1.9] )\n\nThat is the latest value (in mg/dL).', '[1.9]'],
    ['```\nFINISH([-1])\n```', '[-1]'],
    ['FINISH(["a ) b"]) done', '["a ) b"]'],
    ['FINISH(["a \\" ) b"])', '["a \\" ) b"]'],
    ['FINISH([f(1)])', '[f(1)]'],
    ['FINISH([1.9]', '[1.9]'],
    ['FINISH(["1.9])', '["1.9]'],
    ['FINISH ([1.9])', '[1.9]'],
    ['FINISH()', ''],
  ])('takes the answer out of %j', (reply, answer) => {
    expect(parseAction(reply)).toEqual({ kind: 'finish', answer });
  });

  it.each(['', 'The answer is FINISH([1.9])', 'DELETE http://x', 'get http://x', 'GET', 'FINISH'])(
    'refuses %j',
    (reply) => {
      expect(parseAction(reply).kind).toBe('invalid');
    },
  );

  it('survives a megabyte of parentheses', () => {
    expect(parseAction(`FINISH(${'('.repeat(1_000_000)}`).kind).toBe('finish');
  });
});

describe('describeAction', () => {
  it('fits every action on a line', () => {
    const replies = ['GET http://x', 'POST http://x\n{"a":\n1}', 'FINISH([1])', 'I\nthink'];
    expect(replies.map((reply) => describeAction(parseAction(reply)))).toEqual([
      'GET http://x',
      'POST http://x {"a": 1}',
      'FINISH([1])',
      'invalid: I think',
    ]);
  });
});
