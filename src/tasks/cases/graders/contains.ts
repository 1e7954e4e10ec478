import { failed, passed } from './grade';
import type { Grade } from './grade';
import type { SpecOf } from './graderSchema';

/** Looks for texts in the reply. Tags: `missing_text`, `forbidden_text`. */
export function gradeContains(
  spec: SpecOf<'contains'>,
  all: readonly string[],
  reply: string,
): Grade {
  const plain = (text: string) => {
    const spaced = text.normalize('NFC').replace(/\s+/g, ' ');
    return spec.case_sensitive === true ? spaced : spaced.toLowerCase();
  };
  const haystack = plain(reply);
  const holds = (text: string) => haystack.includes(plain(text));
  const missing = all.filter((text) => !holds(text));
  if (missing.length > 0) return failed(spec.kind, 'missing_text', `missing: ${quoted(missing)}`);
  if (spec.any && !spec.any.some(holds)) {
    return failed(spec.kind, 'missing_text', `holds none of: ${quoted(spec.any)}`);
  }
  const forbidden = (spec.none ?? []).filter(holds);
  if (forbidden.length > 0) {
    return failed(spec.kind, 'forbidden_text', `must not hold: ${quoted(forbidden)}`);
  }
  return passed(spec.kind);
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}
