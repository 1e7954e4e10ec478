import * as vscode from 'vscode';
import { HelpfulError } from './helpfulError';
import { command } from './ids';

/** What cannot be done (a sentence) because there is no run configuration, and the ways to one. */
export function noConfigYet(what: string): HelpfulError {
  const { l10n } = vscode;
  const fix = l10n.t(
    'Make one with "GRASP: New Configuration…". The setting grasp.run.configs says where they are looked for.',
  );
  return new HelpfulError(
    what,
    { fix },
    {
      [l10n.t('New Configuration…')]: command.setup.createConfig,
      [l10n.t('Get Started')]: command.setup.open,
    },
  );
}
