import type { l10n } from 'vscode';
import type { InjectionPreview } from '../../probes/lab/injectionPreview';
import { plainLine, visible } from '../../common/markdown';

type Localizer = Pick<typeof l10n, 't'>;

const RULE = '─'.repeat(72);

/** What a preview is of. */
export interface PreviewScene {
  readonly sample: string;
  readonly description: string;
  readonly task: string;
  readonly config: string;
  readonly library: string;
  /** Skills whose unsaved text was taken. */
  readonly unsaved: readonly string[];
  /** Skills whose unsaved text is no skill, so that the saved one was taken. */
  readonly broken: readonly string[];
}

/** Which skills a sample sees, and why, as plain text: nothing in it is rendered, nothing hides. */
export function previewText(
  preview: InjectionPreview,
  scene: PreviewScene,
  l10n: Localizer,
): string {
  const shown = preview.skills.filter(({ isInjected }) => isInjected);
  const others = preview.skills.filter(({ isInjected }) => !isInjected);
  const entries = (skills: typeof shown, from: number): readonly string[] =>
    skills.flatMap(({ name, why }, at) => [
      '',
      `${from + at}. ${plainLine(name, 120)}`,
      ...sentences(visible(why)).map((line) => `   ${line}`),
    ]);
  const injected = visible(preview.injected).trim();
  return [
    l10n.t('Which skills the sample {0} sees, and why', plainLine(scene.sample, 120)),
    '',
    `${l10n.t('Sample')}: ${wrapped(plainLine(scene.description, 600)).join('\n   ')}`,
    `${l10n.t('Task')}: ${plainLine(scene.task, 120)} (${plainLine(scene.config, 200)})`,
    `${l10n.t('Library')}: ${plainLine(scene.library, 200)}`,
    ...unsavedLines(scene, l10n),
    '',
    RULE,
    injectedHeading(shown.length, preview.skills.length, l10n),
    ...entries(shown, 1),
    ...(others.length === 0
      ? []
      : ['', RULE, l10n.t('Not shown to the agent'), ...entries(others, shown.length + 1)]),
    '',
    RULE,
    l10n.t('The text that is put in front of the agent, at its first decision'),
    '',
    injected === '' ? l10n.t('(nothing)') : injected,
    '',
    RULE,
    l10n.t(
      'At every later decision skills are chosen anew, by what the conversation has come to by then.',
    ),
    '',
  ].join('\n');
}

function wrapped(text: string): readonly string[] {
  return text.match(/.{1,80}(?:\s|$)|\S+/g)?.map((line) => line.trim()) ?? [];
}

/** One to a line: they are long, and are read one by one. */
function sentences(text: string): readonly string[] {
  return text.split(/\n|(?<=\.) (?=\p{Lu})/u);
}

function injectedHeading(shown: number, all: number, l10n: Localizer): string {
  if (all === 0) return l10n.t('The library holds no skills.');
  return l10n.t('Shown to the agent: {0} of {1}', shown, all);
}

function unsavedLines({ unsaved, broken }: PreviewScene, l10n: Localizer): readonly string[] {
  const names = (those: readonly string[]): string =>
    those.map((it) => plainLine(it, 80)).join(', ');
  return [
    ...(unsaved.length === 0
      ? []
      : [l10n.t('Taken as it stands in the editor, not saved: {0}', names(unsaved))]),
    ...(broken.length === 0
      ? []
      : [
          l10n.t(
            'Taken as saved, because the text in the editor cannot be read: {0}',
            names(broken),
          ),
        ]),
  ];
}
