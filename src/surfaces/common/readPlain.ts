/** Configurations and the like are written by hand, and far shorter. */
const MAX_BYTES = 1_000_000;

/**
 * A text file that came with the workspace, which nobody may have looked at yet. `undefined` when it is not there,
 * cannot be read, or is nothing to be read: a device, a pipe, something huge.
 * @param within nothing from this folder down to the file may be a link, as in a run
 */
export async function readPlain(file: string, within?: string): Promise<string | undefined> {
  // Not at the start of the editor.
  const { readTextIfThere } = await import('../../store/safeFile');
  return readTextIfThere(file, {
    maxBytes: MAX_BYTES,
    ...(within === undefined ? {} : { within }),
  }).catch(() => undefined);
}
