/** Where in a file something is wrong; `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** The editor and its laboratory are bundles of their own, each with a class of its own for the same thing. */
const brand = Symbol.for('grasp.UserError');

/**
 * An expected failure, worded for the person at the keyboard: what is wrong, where, and what to do.
 * Every other exception is a bug.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly place: Place | undefined;
  readonly fix: string | undefined;
  /** `usage`: the call itself was wrong (exit code 2). `failed`: the work failed (exit code 1). */
  readonly kind: 'usage' | 'failed';

  /** An error of another bundle counts too; a kind of error of its own is told by its class alone. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== UserError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && brand in value;
  }

  constructor(
    message: string,
    options: { place?: Place; fix?: string; kind?: 'usage' | 'failed'; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.place = options.place;
    this.fix = options.fix;
    this.kind = options.kind ?? 'failed';
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * `file:line: message. fix` on one line, with whatever parts there are.
 * @param nameOf what the file is called where the person is
 */
export function describeError(
  error: unknown,
  nameOf: (file: string) => string = (file) => file,
): string {
  if (!(error instanceof UserError)) return error instanceof Error ? error.message : String(error);
  const { place } = error;
  const line = place?.line === undefined ? '' : `:${place.line}`;
  const where = place ? `${nameOf(place.file)}${line}: ` : '';
  return `${where}${error.message}${error.fix === undefined ? '' : `\n  ${error.fix}`}`;
}
