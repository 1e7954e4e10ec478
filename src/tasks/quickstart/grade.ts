import type { Rollout } from '../../engine/types';
import { MAGNESIUM, type Observation } from './observation';
import { MISSING, referenceAnswer } from './reference';

/** Solved: it finished, wrote nothing, and answered exactly the one number asked for. */
export function isSolved(record: readonly Observation[], rollout: Rollout): boolean {
  if (rollout.status !== 'completed' || hasPosted(rollout)) return false;
  const answer = parseJson(rollout.answer);
  return Array.isArray(answer) && answer.length === 1 && answer[0] === referenceAnswer(record);
}

/** Why an episode was not solved, as short tags; empty for one that was. */
export function failureTags(record: readonly Observation[], rollout: Rollout): readonly string[] {
  if (isSolved(record, rollout)) return [];
  const tags = hasPosted(rollout) ? ['posted'] : [];
  switch (rollout.status) {
    case 'completed':
      return [...tags, ...answerTags(record, rollout.answer)];
    case 'agent invalid action':
      return [...tags, 'invalid_action'];
    case 'task limit reached':
      return [...tags, 'task_limit'];
    case 'agent context limit':
      return [...tags, 'context_limit'];
    default:
      return tags;
  }
}

function hasPosted(rollout: Rollout): boolean {
  return rollout.actions.some((action) => action.startsWith('POST '));
}

function answerTags(record: readonly Observation[], text: string): string[] {
  const answer = parseJson(text);
  const tags: string[] = [];
  if (answer === undefined) tags.push('answer_not_json');
  else if (!Array.isArray(answer)) tags.push('answer_not_list');
  else if (answer.length !== 1) tags.push('answer_count_wrong');
  const only: unknown = Array.isArray(answer) ? answer[0] : answer;
  if (typeof only === 'string') tags.push('answer_is_string');
  if (/\b(mg|g|mmol|meq)\s*\/\s*d?l\b/i.test(text)) tags.push('unit_in_answer');
  const value = typeof only === 'number' ? only : Number(/-?\d+(\.\d+)?/.exec(text)?.[0] ?? NaN);
  return [...tags, ...valueTags(record, value)];
}

function valueTags(record: readonly Observation[], value: number): string[] {
  const expected = referenceAnswer(record);
  if (value === expected) return [];
  if (value === MISSING) return ['missing_reported_wrongly'];
  if (record.some((each) => each.code === MAGNESIUM && each.value === value)) {
    return [expected === MISSING ? 'stale_value_used' : 'not_latest_value'];
  }
  if (record.some((each) => each.code !== MAGNESIUM && each.value === value)) return ['wrong_code'];
  if (Math.abs(value - expected) < 0.5 && isRounded(value, expected)) return ['value_rounded'];
  return [Number.isNaN(value) ? 'no_number' : 'value_not_in_record'];
}

function isRounded(value: number, exact: number): boolean {
  return [1, 10].some((unit) => Math.round(exact * unit) / unit === value);
}

/** `undefined` for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
