import { UserError } from '../util/errors';

/** The operating system's name of a failure, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * The disk, or the system, does not do what a run needs. It is neither the agent's fault nor the model's: the run ends at
 * once, and goes on where it was once the cause is gone.
 */
export class StorageError extends UserError {
  override readonly name = 'StorageError';

  /** Is there no room left? Then the run writes no event about it either, and leaves what room there is alone. */
  get isOutOfRoom(): boolean {
    return OUT_OF_ROOM.has(errorCode(this.cause) ?? '');
  }
}

const OUT_OF_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const explanations: Readonly<Record<string, { what: string; fix: string }>> = {
  ENOSPC: { what: 'the disk is full', fix: 'Free some space, then go on with --resume.' },
  EDQUOT: { what: 'the disk quota is used up', fix: 'Free some space, then go on with --resume.' },
  EACCES: { what: 'permission denied', fix: 'Make it writable, or choose another output_dir.' },
  EPERM: { what: 'permission denied', fix: 'Make it writable, or choose another output_dir.' },
  EROFS: { what: 'the file system is read-only', fix: 'Choose another output_dir.' },
  ENOTDIR: { what: 'a file stands where a folder is needed', fix: 'Choose another output_dir.' },
  EISDIR: { what: 'a folder stands where a file is needed', fix: 'Remove or rename the folder.' },
  EEXIST: { what: 'something else stands there already', fix: 'Remove or rename it.' },
  ENOENT: {
    what: 'it is gone, or its folder is',
    fix: 'Somebody removed it while it was in use; start again under another --run-name.',
  },
  EIO: {
    what: 'the disk cannot be read or written',
    fix: 'Check the disk, then go on with --resume.',
  },
  EFBIG: { what: 'the file would be too large', fix: 'Raise the limit of file sizes (ulimit -f).' },
  EMFILE: {
    what: 'too many files are open',
    fix: 'Raise the limit (ulimit -n), or lower cycle.concurrency.',
  },
  ENFILE: { what: 'the system has too many files open', fix: 'Close other programs.' },
  ENAMETOOLONG: { what: 'its path is too long', fix: 'Choose a shorter output_dir or --run-name.' },
  ESTALE: { what: 'the network drive has lost it', fix: 'Connect the drive again, then --resume.' },
  ETXTBSY: { what: 'another program uses it', fix: 'Close that program.' },
  EBUSY: { what: 'another program uses it', fix: 'Close that program.' },
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

/** Did the operating system refuse something, rather than the library around it? */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

export function asUserError(file: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof UserError || !isOfTheSystem(error)) return error;
  const known = explanations[code] ?? {
    what: `the system says ${code}`,
    fix: 'Look after the disk and the folder, then go on with --resume.',
  };
  return new StorageError(`cannot use this file: ${known.what}`, {
    place: { file },
    fix: known.fix,
    cause: error,
  });
}
