import type { GraderKind } from './graderSchema';

/** What one grader said. `why` is one line, `tag` a short snake_case word for the kind of failure. */
export type Grade =
  | { readonly kind: GraderKind; readonly pass: true }
  | {
      readonly kind: GraderKind;
      readonly pass: false;
      readonly tag: string;
      readonly why: string;
    };

/** The grader is satisfied. */
export function passed(kind: GraderKind): Grade {
  return { kind, pass: true };
}

/** The grader is not satisfied, and why: squeezed into one line. */
export function failed(kind: GraderKind, tag: string, why: string): Grade {
  return { kind, pass: false, tag, why: oneLine(why, 300) };
}

/** The text in one line of at most `limit` characters. */
export function oneLine(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
