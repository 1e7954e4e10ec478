import { describe, expect, it } from 'vitest';
import type { Json } from '../../../engine/types';
import { gradeContains } from './contains';
import type { Grade } from './grade';
import { gradeJsonEqual } from './jsonEqual';
import { gradeNumeric } from './numeric';

const tagOf = (grade: Grade) => (grade.pass ? 'pass' : grade.tag);
const whyOf = (grade: Grade) => (grade.pass ? '' : grade.why);

describe('json-equal', () => {
  const json = (
    expected: Json,
    reply: string,
    options: { path?: string; ignore_order?: boolean } = {},
  ) => gradeJsonEqual({ kind: 'json-equal', ...options }, expected, reply);

  it.each([
    ['the reply itself', '{"a": 1, "b": [true, null]}'],
    ['a fence', 'Here:\n```json\n{"a":1,"b":[true,null]}\n```\nDone.'],
    ['prose', 'I think {"b": [true, null], "a": 1.0} is right.'],
    ['the last of several', 'Not {"a": 2} but {"a": 1, "b": [true, null]}'],
    ['after a stray bracket', 'See [1 and {x: then {"a": 1, "b": [true, null]}'],
    ['an unclosed fence', '```json\n{"a": 1, "b": [true, null]}'],
  ])('finds the JSON in %s', (_where, reply) => {
    expect(json({ a: 1, b: [true, null] }, reply)).toEqual({ kind: 'json-equal', pass: true });
  });

  it('says where the first difference lies', () => {
    const reply = '{"items": [{"name": "a"}, {"name": "c"}]}';
    const grade = json({ items: [{ name: 'a' }, { name: 'b' }] }, reply);
    expect(whyOf(grade)).toBe('at items.1.name: expected "b", got "c"');
    expect(whyOf(json({ a: 1, b: 2 }, '{"a": 1}'))).toContain('"b" is missing');
    expect(whyOf(json({ a: 1 }, '{"a": 1, "b": 2}'))).toContain('"b" should not be there');
    expect(whyOf(json([1, 2], '[1]'))).toContain('expected 2 items, got 1');
  });

  it('tells no JSON from wrong JSON', () => {
    expect(tagOf(json({ a: 1 }, 'a is 1'))).toBe('json_missing');
    expect(tagOf(json({ a: 1 }, '{"a": "1"}'))).toBe('json_mismatch');
    expect(tagOf(json([], '{}'))).toBe('json_mismatch');
    expect(tagOf(json({ a: null }, '{}'))).toBe('json_mismatch');
  });

  it('ignores the order of lists only when told to', () => {
    expect(tagOf(json([1, 2, 2], '[2, 1, 2]'))).toBe('json_mismatch');
    expect(tagOf(json([1, 2, 2], '[2, 1, 2]', { ignore_order: true }))).toBe('pass');
    expect(tagOf(json([1, 2, 2], '[2, 1, 1]', { ignore_order: true }))).toBe('json_mismatch');
    expect(tagOf(json({ x: [{ a: 1 }, 3] }, '{"x": [3, {"a": 1}]}', { ignore_order: true }))).toBe(
      'pass',
    );
  });

  it('compares what lies at a path', () => {
    const reply = '{"out": [{"a.b": 5}], "note": "x"}';
    expect(tagOf(json(5, reply, { path: '/out/0/a.b' }))).toBe('pass');
    expect(tagOf(json({ 'a.b': 5 }, reply, { path: 'out.0' }))).toBe('pass');
    expect(whyOf(json(5, reply, { path: 'out.1' }))).toBe('at out.1: expected 5, got nothing');
    expect(tagOf(json(5, reply, { path: 'constructor.name' }))).toBe('json_mismatch');
  });

  it('takes keys such as __proto__ as plain keys', () => {
    const expected: Json = JSON.parse('{"__proto__": {"x": 1}}');
    expect(tagOf(json(expected, '{}'))).toBe('json_mismatch');
    expect(tagOf(json(expected, '{"__proto__": {"x": 1}}'))).toBe('pass');
  });

  it('is done with a hostile reply in bounded time', () => {
    const started = performance.now();
    expect(tagOf(json({ a: 1 }, '['.repeat(1_000_000)))).toBe('json_missing');
    expect(tagOf(json({ a: 1 }, '{"'.repeat(500_000)))).toBe('json_missing');
    expect(tagOf(json({ a: 1 }, '[}'.repeat(500_000)))).toBe('json_missing');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('numeric', () => {
  const numeric = (expected: number, reply: string, options: object = {}) =>
    gradeNumeric({ kind: 'numeric', ...options }, expected, reply);

  it.each([
    ['42', 42],
    ['First 7, so the answer is **1,234.50**.', 1234.5],
    ['It drops to -3.5 °C', -3.5],
    ['It drops to −3.5 °C', -3.5],
    ['about 2.5e-3 mol', 0.0025],
    ['.5', 0.5],
    ['10-4', 4],
    ['$1,000,000', 1_000_000],
    ['12 m^2 of CO2', 12],
    ['7 V.', 7],
  ])('reads %j as %d', (reply, expected) => {
    expect(numeric(expected, reply)).toEqual({ kind: 'numeric', pass: true });
  });

  it('allows the larger of both tolerances', () => {
    expect(tagOf(numeric(100, '101'))).toBe('number_off');
    expect(tagOf(numeric(100, '101', { tolerance: 1 }))).toBe('pass');
    expect(tagOf(numeric(100, '101', { relative: 0.01 }))).toBe('pass');
    expect(tagOf(numeric(100, '102', { relative: 0.01, tolerance: 1 }))).toBe('number_off');
    expect(tagOf(numeric(0.2, '0.3', { tolerance: 0.1 }))).toBe('pass');
  });

  it('says what was expected and what came', () => {
    expect(whyOf(numeric(5, 'six? 6', { tolerance: 0.5 }))).toBe('expected 5 (within 0.5), got 6');
    expect(tagOf(numeric(5, 'five'))).toBe('number_missing');
  });

  it('looks for the number where the pattern says', () => {
    const reply = 'ANSWER: 12 km (of 40)';
    expect(tagOf(numeric(12, reply))).toBe('number_off');
    expect(tagOf(numeric(12, reply, { answer: 'answer: (.*?) km', flags: 'i' }))).toBe('pass');
    expect(tagOf(numeric(12, reply, { answer: 'RESULT (.*)' }))).toBe('number_missing');
  });
});

describe('contains', () => {
  const contains = (reply: string, options: object, all: readonly string[] = []) =>
    gradeContains({ kind: 'contains', ...options }, all, reply);

  it('wants all, one of any, and none of the forbidden', () => {
    expect(tagOf(contains('Dear Ann, sorry', {}, ['ann', 'SORRY']))).toBe('pass');
    expect(whyOf(contains('Dear Ann', {}, ['ann', 'sorry', 'refund']))).toBe(
      'missing: "sorry", "refund"',
    );
    expect(tagOf(contains('yes', { any: ['yes', 'yep'] }))).toBe('pass');
    expect(tagOf(contains('no', { any: ['yes', 'yep'] }))).toBe('missing_text');
    expect(tagOf(contains('we guarantee it', { none: ['guarantee'] }))).toBe('forbidden_text');
  });

  it('minds the case only when told to, and never the kind of white space', () => {
    expect(tagOf(contains('release\n  Notes', {}, ['Release notes']))).toBe('pass');
    expect(tagOf(contains('release notes', { case_sensitive: true }, ['Release notes']))).toBe(
      'missing_text',
    );
  });

  it('takes composed and decomposed letters as equal', () => {
    expect(tagOf(contains('cafe\u0301', {}, ['caf\u00e9']))).toBe('pass');
  });
});
