import type { l10n } from 'vscode';
import type { Message, Transcript } from '../../../engine/types';
import { plainLine, visible } from '../../common/markdown';

type Localizer = Pick<typeof l10n, 't'>;

/** Which of a probe's two rollouts it is, in words. */
export interface TranscriptHeading {
  /** `before the edit`, … */
  readonly arm: string;
  readonly edit: string;
  readonly run: string;
}

const LABEL_WIDTH = 12;
const INDENT = '  ';

/**
 * A rollout as plain text. Everything that came from models and tasks is indented, so that nothing in it can
 * pass for a heading of ours, and unseen characters are spelt out.
 */
export function transcriptText(
  transcript: Transcript,
  heading: TranscriptHeading,
  l10n: Localizer,
): string {
  const { sample, type, status, correct, answer, expected, error, failureTags } = transcript;
  const passed =
    correct === null ? l10n.t('not evaluated') : correct ? l10n.t('passed') : l10n.t('failed');
  const facts: readonly (readonly [string, string])[] = [
    [l10n.t('Sample'), type === '' || type === 'other' ? sample : `${sample} (${type})`],
    [l10n.t('Rollout'), heading.arm],
    [l10n.t('Result'), passed],
    [l10n.t('Status'), status],
    [l10n.t('Answer'), answer],
    [l10n.t('Expected'), expected === undefined ? '' : asText(expected)],
    [l10n.t('Failure'), failureTags.join(', ')],
    [l10n.t('Error'), error ?? ''],
    [l10n.t('Edit'), heading.edit],
    [l10n.t('Run'), heading.run],
  ];
  const head = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${`${name}:`.padEnd(LABEL_WIDTH)}${plainLine(value, 500)}`);
  const messages = transcript.history.flatMap((message, at) => [
    '',
    `── ${at + 1} · ${roleWord(message, l10n)} ──`,
    ...indented(message.content),
    ...(message.toolCalls ?? []).map(
      (call) => `${INDENT}→ ${plainLine(call.name, 80)}(${plainLine(call.arguments, 4_000)})`,
    ),
  ]);
  const task =
    transcript.instruction === ''
      ? []
      : ['', `── ${l10n.t('task')} ──`, ...indented(transcript.instruction)];
  return `${[...head, ...task, ...messages].join('\n')}\n`;
}

function indented(text: string): readonly string[] {
  if (text === '') return [];
  return visible(text)
    .split('\n')
    .map((line) => `${INDENT}${line}`.trimEnd());
}

function roleWord({ role, toolCallId }: Message, l10n: Localizer): string {
  switch (role) {
    case 'system':
      return l10n.t('system');
    case 'user':
      return l10n.t('user');
    case 'assistant':
      return l10n.t('agent');
    case 'tool':
      return toolCallId === undefined
        ? l10n.t('tool')
        : l10n.t('tool, answering {0}', plainLine(toolCallId, 60));
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
