import type { Json } from '../../../engine/types';
import { boundedMatch } from './boundedMatch';
import type { GraderKind, GraderSpec, SpecOf } from './graderSchema';

interface Ready<K extends GraderKind> {
  readonly kind: K;
  readonly spec: SpecOf<K>;
}

/** A grader that has everything it compares with. */
export type ReadyGrader =
  | (Ready<'json-equal'> & { readonly expected: Json })
  | (Ready<'numeric'> & { readonly expected: number })
  | (Ready<'contains'> & { readonly all: readonly string[] })
  | Ready<'regex'>
  | Ready<'command'>
  | Ready<'rubric'>;

/** The grader with the case's expected answer filled in; a text says what it lacks. */
export function readyGrader(
  spec: GraderSpec,
  caseExpected: Json | undefined,
): ReadyGrader | string {
  switch (spec.kind) {
    case 'json-equal': {
      const expected = spec.expected === undefined ? caseExpected : spec.expected;
      if (expected === undefined) return 'json-equal needs an `expected` value';
      return { kind: spec.kind, spec, expected };
    }
    case 'numeric': {
      const expected = spec.expected ?? caseExpected;
      if (typeof expected !== 'number') return 'numeric needs an `expected` number';
      const broken = brokenPattern(spec.answer, spec.flags);
      return broken ?? { kind: spec.kind, spec, expected };
    }
    case 'contains': {
      if (spec.all || spec.any || spec.none) return { kind: spec.kind, spec, all: spec.all ?? [] };
      const all = typeof caseExpected === 'string' ? [caseExpected] : caseExpected;
      if (!isTexts(all)) {
        return 'contains needs `all`, `any` or `none`, or an `expected` text or list of texts';
      }
      return { kind: spec.kind, spec, all };
    }
    case 'regex':
      return brokenPattern(spec.pattern, spec.flags) ?? { kind: spec.kind, spec };
    case 'command':
      return { kind: spec.kind, spec };
    case 'rubric':
      return { kind: spec.kind, spec };
  }
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'string' && item.trim() !== '')
  );
}

function brokenPattern(pattern: string | undefined, flags = ''): string | undefined {
  if (pattern === undefined) return undefined;
  try {
    boundedMatch(pattern, flags, '');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
