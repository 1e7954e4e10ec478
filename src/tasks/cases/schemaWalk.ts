import { z } from 'zod';
import type { Path } from './suiteText';

/** The keys that may stand at a place, whichever branch of a choice the rest of the value picks. */
export function keysAt(schema: z.ZodType, path: Path, whole: unknown): readonly string[] {
  return schemasAt(schema, path, whole).flatMap((at) =>
    at instanceof z.ZodObject ? Object.keys(at.shape) : [],
  );
}

/** The kinds (values of the key `kind`) that a choice at a place knows. */
export function kindsAt(schema: z.ZodType, path: Path, whole: unknown): readonly string[] {
  const objects = schemasAt(schema, path, whole, false);
  return objects.flatMap((at) => {
    const kind: unknown = at instanceof z.ZodObject ? at.shape['kind'] : undefined;
    return kind instanceof z.ZodLiteral ? [...kind.values].map(String) : [];
  });
}

function schemasAt(
  schema: z.ZodType,
  path: Path,
  value: unknown,
  narrow = true,
): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional)
    return schemasAt(asType(schema.unwrap()), path, value, narrow);
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map(asType);
    const fitting = options.filter((option) => !narrow || kindFits(option, value));
    return fitting.flatMap((option) => schemasAt(option, path, value, narrow));
  }
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  const inside = childOf(value, step);
  if (schema instanceof z.ZodArray) return schemasAt(asType(schema.element), rest, inside, narrow);
  if (schema instanceof z.ZodRecord)
    return schemasAt(asType(schema.valueType), rest, inside, narrow);
  const field: unknown = schema instanceof z.ZodObject ? schema.shape[String(step)] : undefined;
  return field instanceof z.ZodType ? schemasAt(field, rest, inside, narrow) : [];
}

function kindFits(schema: z.ZodType, value: unknown): boolean {
  const kind: unknown = schema instanceof z.ZodObject ? schema.shape['kind'] : undefined;
  return !(kind instanceof z.ZodLiteral) || kind.safeParse(childOf(value, 'kind')).success;
}

function asType(schema: unknown): z.ZodType {
  return schema instanceof z.ZodType ? schema : z.unknown();
}

/** An own property; `undefined` for everything that has none. */
export function childOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
