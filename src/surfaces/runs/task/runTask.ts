import type { l10n } from 'vscode';
import { runPath } from '../../../store/runName';
import { UserError } from '../../../util/errors';
import { insideOf } from './insideOf';

type Localizer = Pick<typeof l10n, 't'>;

/** What a VS Code task of type `grasp` says, checked. */
export interface RunTask {
  /** Run configuration, relative to the workspace folder. */
  readonly config: string;
  readonly method?: string;
  /** Name of a preset, or the path of one. */
  readonly agent?: string;
  readonly runName?: string;
  readonly review?: 'auto' | 'ask';
  readonly resume?: boolean;
  /** `key=value`, as for `--set`. */
  readonly set?: readonly string[];
}

const ASSIGNMENT = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*=/;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('\0');

/** What each property may be; `type` is VS Code's own. */
const properties: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isText,
  config: isText,
  method: isText,
  agent: isText,
  runName: (value) => isText(value) && isRunName(value),
  review: (value) => value === 'auto' || value === 'ask',
  resume: (value) => typeof value === 'boolean',
  set: (value) =>
    Array.isArray(value) && value.every((it) => isText(it) && ASSIGNMENT.test(it)),
};

/**
 * Reads a task definition as it stands in tasks.json or in a task that was made here.
 * @param folder the workspace folder, absolute: paths are relative to it, and lead nowhere else
 * @throws UserError naming what is wrong with it
 */
export function readRunTask(
  definition: Readonly<Record<string, unknown>>,
  folder: string,
  l10n: Localizer,
): RunTask {
  const said = Object.entries(definition).filter(([, value]) => value !== undefined);
  for (const [key, value] of said) {
    const check = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (check?.(value) !== true) throw wrongProperty(key, value, check !== undefined, l10n);
  }
  const task = Object.fromEntries(said) as Partial<Omit<RunTask, 'type'>>;
  if (task.resume === true && task.runName === undefined) {
    throw wrong(l10n.t('it does not say which run to resume'), l10n.t('Add "runName".'), l10n);
  }
  const { config } = task;
  if (config === undefined) {
    const fix = l10n.t('Add "config", such as "configs/quickstart.yaml".');
    throw wrong(l10n.t('it names no configuration'), fix, l10n);
  }
  const inside = insideOf(folder, config);
  if (inside === undefined) {
    throw wrong(
      l10n.t('{0} lies outside of the workspace folder', JSON.stringify(config)),
      l10n.t('Name a configuration inside, relative to the folder.'),
      l10n,
    );
  }
  return { ...task, config: inside };
}

function wrongProperty(
  key: string,
  value: unknown,
  isKnown: boolean,
  l10n: Localizer,
): UserError {
  const shown = (JSON.stringify(value) ?? '').slice(0, 80);
  if (!isKnown) {
    const known = Object.keys(properties).slice(1).join(', ');
    const what = l10n.t('there is no property {0}', JSON.stringify(key.slice(0, 80)));
    return wrong(what, l10n.t('A grasp task has: {0}.', known), l10n);
  }
  return wrong(l10n.t('"{0}" cannot be {1}', key, shown), adviceFor(key, l10n), l10n);
}

function adviceFor(key: string, l10n: Localizer): string {
  switch (key) {
    case 'runName':
      return l10n.t(
        'A run name is one folder name: letters, digits, "_", "-", "." inside, no separators.',
      );
    case 'review':
      return l10n.t('Write "auto" or "ask".');
    case 'resume':
      return l10n.t('Write true or false.');
    case 'set':
      return l10n.t('Write a list of overrides, as in ["cycle.epochs=2"].');
    default:
      return l10n.t('Write a text in quotes.');
  }
}

function wrong(what: string, fix: string, l10n: Localizer): UserError {
  return new UserError(l10n.t('The grasp task cannot start: {0}.', what), { fix, kind: 'usage' });
}

function isRunName(name: string): boolean {
  try {
    return runPath('', name) === name;
  } catch {
    return false;
  }
}
