import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../engine/types';
import { failureTags, isSolved } from './grade';
import type { Observation } from './observation';
import { referenceAnswer } from './reference';

const mg = (time: string, value: number, code = 'MG'): Observation => ({
  id: `${time}-${value}`,
  patient: 'S1234567',
  code,
  time: `${time}:00+00:00`,
  value,
  unit: 'mg/dL',
});

const recent = [
  mg('2023-11-12T09:00', 1.2),
  mg('2023-11-13T08:00', 1.92),
  mg('2023-11-13T02:00', 1.5),
  mg('2023-11-13T09:00', 4.4, 'K'),
];
const none = [mg('2023-11-12T10:10', 2.1), mg('2023-11-01T10:00', 1.8)];

const finished = (answer: string, actions: readonly string[] = ['GET x']): Rollout => ({
  status: 'completed',
  history: [],
  actions,
  answer,
});

describe('referenceAnswer', () => {
  it('is the value with the greatest time inside the window', () => {
    expect(referenceAnswer(recent)).toBe(1.92);
  });

  it('is -1 when every value is older than 24 hours, be it by five minutes', () => {
    expect(referenceAnswer(none)).toBe(-1);
  });

  it('counts a value taken exactly 24 hours ago', () => {
    expect(referenceAnswer([mg('2023-11-12T10:15', 1.7)])).toBe(1.7);
  });

  it('takes the first of equal times', () => {
    expect(referenceAnswer([mg('2023-11-13T08:00', 1.3), mg('2023-11-13T08:00', 1.6)])).toBe(1.3);
  });

  it('compares moments, not texts', () => {
    const offset = { ...mg('2023-11-13T08:00', 2.5), time: '2023-11-13T09:00:00+02:00' };
    expect(referenceAnswer([offset, mg('2023-11-13T08:00', 1.3)])).toBe(1.3);
  });
});

describe('isSolved', () => {
  it.each([
    ['[1.92]', true],
    ['[1.920]', true],
    ['["1.92"]', false],
    ['[1.9]', false],
    ['1.92', false],
    ['[1.92, 1.92]', false],
    ['[]', false],
    ['[1.92 mg/dL]', false],
    ['', false],
  ])('grades the answer %s: %s', (answer, solved) => {
    expect(isSolved(recent, finished(answer))).toBe(solved);
  });

  it('accepts -1 exactly when the window is empty', () => {
    expect(isSolved(none, finished('[-1]'))).toBe(true);
    expect(isSolved(recent, finished('[-1]'))).toBe(false);
  });

  it('disqualifies whoever wrote to the record', () => {
    expect(isSolved(none, finished('[-1]', ['POST x {}', 'FINISH([-1])']))).toBe(false);
  });

  it('needs a finished episode', () => {
    expect(isSolved(none, { ...finished('[-1]'), status: 'task limit reached' })).toBe(false);
  });
});

describe('failureTags', () => {
  it.each([
    [recent, '[1.92]', []],
    [recent, '[1.5]', ['not_latest_value']],
    [recent, '[-1]', ['missing_reported_wrongly']],
    [recent, '[1.9]', ['value_rounded']],
    [recent, '[2]', ['value_rounded']],
    [recent, '[4.4]', ['wrong_code']],
    [recent, '[7]', ['value_not_in_record']],
    [recent, '["1.92 mg/dL"]', ['answer_is_string', 'unit_in_answer']],
    [recent, '[1.92 mg/dL]', ['answer_not_json', 'unit_in_answer']],
    [recent, '1.92', ['answer_not_list']],
    [recent, 'unknown', ['answer_not_json', 'no_number']],
    [recent, '[]', ['answer_count_wrong', 'no_number']],
    [none, '[2.1]', ['stale_value_used']],
    [none, '["2.1"]', ['answer_is_string', 'stale_value_used']],
  ])('%#: explains %s', (record, answer, tags) => {
    expect(failureTags(record, finished(answer))).toEqual(tags);
  });

  it('names how an unfinished episode ended', () => {
    const ended = (status: string): readonly string[] =>
      failureTags(none, { ...finished(''), status, actions: ['POST x {}'] });
    expect(ended('agent invalid action')).toEqual(['posted', 'invalid_action']);
    expect(ended('task limit reached')).toEqual(['posted', 'task_limit']);
    expect(ended('agent context limit')).toEqual(['posted', 'context_limit']);
  });
});
