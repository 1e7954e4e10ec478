import { InvalidArgumentError, Option } from 'commander';
import { parseKeyUse } from '../backends/presets';
import type { KeyUse } from '../backends/presets';
import { UserError } from '../util/errors';

/** The flags several commands share. */
export interface ConfigFlags {
  readonly config?: string;
  readonly agent?: string;
  readonly set?: readonly string[];
  readonly allowKey?: readonly KeyUse[];
  readonly json?: boolean;
  readonly skipUnreadable?: boolean;
}

export const configOption = (): Option => new Option('--config <file>', 'run config (YAML)');

/**
 * The config a command cannot do without. Checked here and not by the parser, which would speak of the
 * missing flag before it says which one was mistyped. @throws UserError (usage)
 */
export function requiredConfig({ config }: ConfigFlags): string {
  if (config !== undefined) return config;
  throw new UserError('there is no --config', {
    fix: 'Name a run config, such as --config configs/quickstart.yaml.',
    kind: 'usage',
  });
}

export const agentOption = (): Option =>
  new Option(
    '--agent <preset>',
    'backend preset, or path of one; comes before GRASP_BACKEND and agent_preset',
  );

export const setOption = (): Option =>
  new Option('--set <key=value...>', 'override a config key, as in --set cycle.epochs=1');

export const allowKeyOption = (): Option =>
  new Option(
    '--allow-key <name@origin...>',
    'let a preset send this variable to this server, as in OPENAI_API_KEY@https://gateway.example',
  ).argParser((text: string, before: readonly KeyUse[] = []) => {
    const use = parseKeyUse(text);
    if (use !== undefined) return [...before, use];
    throw new InvalidArgumentError(
      'It must be NAME@ORIGIN, such as OPENAI_API_KEY@https://gateway.example.',
    );
  });

/** Where nothing is asked anyway it may be given all the same: scripts give it everywhere. */
export const yesOption = (): Option =>
  new Option('--yes', 'ask nothing before the first model call');

export const skipUnreadableOption = (): Option =>
  new Option('--skip-unreadable', 'go on without skills that cannot be read');

export const jsonOption = (): Option =>
  new Option('--json', 'print one JSON object on stdout, everything else on stderr');

/** @throws InvalidArgumentError unless the text is a whole number of at least `least`, at most `most`. */
export function wholeNumber(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

/** @throws InvalidArgumentError unless the text is a number from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}
