import type { l10n } from 'vscode';

const fill = (message: string, ...args: readonly (string | number | boolean)[]): string =>
  message.replace(/\{(\d+)\}/g, (place, at: string) => String(args[Number(at)] ?? place));

/** For tests of modules that are handed `vscode.l10n`: says everything as it stands in the source. */
export const plainWords = { t: fill } as Pick<typeof l10n, 't'>;
