import { boundedMatch } from './boundedMatch';
import { failed, passed } from './grade';
import type { Grade } from './grade';
import type { SpecOf } from './graderSchema';

/** Searches the reply for a pattern. Tag: `pattern_missing`. */
export function gradeRegex(spec: SpecOf<'regex'>, reply: string): Grade {
  return boundedMatch(spec.pattern, spec.flags ?? '', reply)
    ? passed(spec.kind)
    : failed(spec.kind, 'pattern_missing', `does not match /${spec.pattern}/${spec.flags ?? ''}`);
}
