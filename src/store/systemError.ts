import { UserError } from '../util/errors';

/** The operating system's name of a failure, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const explanations: Readonly<Record<string, { what: string; fix: string }>> = {
  ENOSPC: { what: 'the disk is full', fix: 'Free some space, then go on with --resume.' },
  EDQUOT: { what: 'the disk quota is used up', fix: 'Free some space, then go on with --resume.' },
  EACCES: { what: 'permission denied', fix: 'Make it writable, or choose another output_dir.' },
  EPERM: { what: 'permission denied', fix: 'Make it writable, or choose another output_dir.' },
  EROFS: { what: 'the file system is read-only', fix: 'Choose another output_dir.' },
  ENOTDIR: { what: 'a file stands where a folder is needed', fix: 'Choose another output_dir.' },
  ELOOP: {
    what: 'it is a symbolic link, and a run writes only inside its own folder',
    fix: 'Remove the link.',
  },
};

/** Runs file work; a failure the author can mend becomes a UserError that names the file. */
export function withFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asUserError(file, error);
  }
}

export function asUserError(file: string, error: unknown): unknown {
  const code = errorCode(error);
  const known = code === undefined ? undefined : explanations[code];
  if (!known) return error;
  return new UserError(`cannot use this file: ${known.what}`, {
    place: { file },
    fix: known.fix,
    cause: error,
  });
}
