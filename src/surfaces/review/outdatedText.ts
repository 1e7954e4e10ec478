import type { l10n } from 'vscode';

type Localizer = Pick<typeof l10n, 't'>;

/** Why probes that were run again count no more; they are not erased. */
export function outdatedText(l10n: Localizer): string {
  return l10n.t(
    'Your library, the configuration or the task has changed since these probes ran. Run them again.',
  );
}
