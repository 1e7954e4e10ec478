import { failed, passed } from './grade';
import type { Grade } from './grade';
import { boundedMatch } from './boundedMatch';
import type { SpecOf } from './graderSchema';

/**
 * A digit that belongs to a word, a power or another number begins no number (`CO2`, `m^-2`), and a
 * dash after one of them is no sign (`10-5`).
 */
const NUMBER =
  /(?:(?<![\p{L}\p{N}_.^)\]])[-+−]|(?<![\p{L}\p{N}_.^]|\^[-−]))(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/gu;

/** Compares a number of the reply with `expected`. Tags: `number_missing`, `number_off`. */
export function gradeNumeric(spec: SpecOf<'numeric'>, expected: number, reply: string): Grade {
  const text = spec.answer === undefined ? reply : answerOf(spec.answer, spec.flags ?? '', reply);
  if (text === undefined) {
    return failed(
      spec.kind,
      'number_missing',
      `nothing in the reply matches /${spec.answer ?? ''}/`,
    );
  }
  const number = lastNumber(text);
  if (number === undefined) {
    return failed(spec.kind, 'number_missing', 'there is no number in the reply');
  }
  const allowed = Math.max(spec.tolerance ?? 1e-9, (spec.relative ?? 0) * Math.abs(expected));
  const off = Math.abs(number - expected);
  // Decimal tolerances are not exact in binary: 0.3 is within 0.1 of 0.2.
  if (off <= allowed + Number.EPSILON * 4 * Math.max(Math.abs(number), Math.abs(expected))) {
    return passed(spec.kind);
  }
  return failed(spec.kind, 'number_off', `expected ${expected} (within ${allowed}), got ${number}`);
}

function answerOf(pattern: string, flags: string, reply: string): string | undefined {
  const match = boundedMatch(pattern, flags, reply);
  return match?.[1] ?? match?.[0] ?? undefined;
}

/** The last number of a text: `1,234.5`, `-3`, `.5`, `2e-3`. */
export function lastNumber(text: string): number | undefined {
  let last: number | undefined;
  for (const [found] of text.slice(-100_000).matchAll(NUMBER)) {
    const number = Number(found.replaceAll(',', '').replace('−', '-'));
    if (Number.isFinite(number)) last = number;
  }
  return last;
}
