import type { l10n } from 'vscode';
import type { ServerAnswer } from './askServer';
import type { ModelChoice, PresetChoice } from './modelChoice';
import type { EditorModel } from './presetText';
import { serverName } from './presetText';

/** What is known so far about what can be chosen. */
export interface ModelOffer {
  readonly editorModels: readonly EditorModel[];
  /** In the order of the setting; absent: not known yet. */
  readonly servers: readonly { readonly url: string; readonly answer: ServerAnswer | undefined }[];
  readonly presets: readonly PresetChoice[];
  readonly chosen: { readonly agent: string; readonly writer: string };
  readonly isTrusted: boolean;
}

/** A line of the list: a heading, a note, or something to choose. */
export type ModelRow =
  | { readonly kind: 'heading'; readonly label: string }
  | {
      readonly kind: 'choice';
      readonly choice: ModelChoice;
      readonly icon: string;
      readonly label: string;
      readonly description: string;
      readonly detail?: string;
    };

type Localizer = Pick<typeof l10n, 't'>;

/** The list to choose from. Stable: what comes later only adds lines. */
export function modelRows(offer: ModelOffer, l10n: Localizer): readonly ModelRow[] {
  return [
    ...currentRows(offer, l10n),
    ...group(l10n.t('VS Code: no key, calls may count against your plan'), editorRows(offer)),
    ...group(l10n.t('Servers that speak the OpenAI API'), serverRows(offer, l10n)),
    ...group(l10n.t('Chosen before'), presetRows(offer, 'written', l10n)),
    ...group(l10n.t('Presets of this workspace'), presetRows(offer, 'workspace', l10n)),
    ...group(l10n.t('Presets that come with GRASP'), presetRows(offer, 'bundled', l10n)),
  ];
}

function group(label: string, rows: readonly ModelRow[]): readonly ModelRow[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', label }, ...rows];
}

function currentRows({ chosen }: ModelOffer, l10n: Localizer): readonly ModelRow[] {
  if (chosen.agent === '' && chosen.writer === '') return [];
  return [
    {
      kind: 'choice',
      choice: { kind: 'config' },
      icon: 'discard',
      label: l10n.t('As each run configuration says'),
      description: l10n.t('forget what was chosen here'),
    },
  ];
}

function editorRows({ editorModels }: ModelOffer): readonly ModelRow[] {
  return editorModels.map((model) => ({
    kind: 'choice',
    choice: { kind: 'editor', model },
    icon: 'vscode',
    label: model.name,
    description: model.vendor,
  }));
}

function serverRows({ servers }: ModelOffer, l10n: Localizer): readonly ModelRow[] {
  const found = servers.flatMap(({ answer }): readonly ModelRow[] => {
    if (answer?.kind === 'models') {
      return answer.models.map((model) => ({
        kind: 'choice',
        choice: { kind: 'server', baseURL: answer.url, model },
        icon: 'server',
        label: model,
        description: serverName(answer.url),
      }));
    }
    if (answer?.kind !== 'locked') return [];
    return [
      {
        kind: 'choice',
        choice: { kind: 'locked', baseURL: answer.url },
        icon: 'lock',
        label: serverName(answer.url),
        description: l10n.t('wants a key before it shows its models'),
      },
    ];
  });
  return [
    ...found,
    {
      kind: 'choice',
      choice: { kind: 'address' },
      icon: 'add',
      label: l10n.t('Another server…'),
      description: l10n.t('OpenAI, a gateway, a machine of yours: by its address'),
      ...silent(servers, l10n),
    },
  ];
}

/** Where nothing answered: a person who knows that a server runs should see that it was asked. */
function silent(servers: ModelOffer['servers'], l10n: Localizer): { detail?: string } {
  const hosts = servers.flatMap(({ url, answer }) =>
    answer?.kind === 'absent' || answer?.kind === 'other' ? [nameOf(url)] : [],
  );
  if (hosts.length === 0) return {};
  return { detail: l10n.t('No models found at {0}', hosts.join(', ')) };
}

function presetRows(
  { presets, chosen }: ModelOffer,
  source: PresetChoice['source'],
  l10n: Localizer,
): readonly ModelRow[] {
  return presets
    .filter((preset) => preset.source === source)
    .map((preset) => {
      const roles = rolesOf(preset, chosen, l10n);
      return {
        kind: 'choice',
        choice: { kind: 'preset', preset },
        icon: preset.backend === 'simulated' ? 'beaker' : 'file-code',
        label: preset.name,
        description: [...roles, ...presetFacts(preset, l10n)].join(' · '),
      };
    });
}

function presetFacts(preset: PresetChoice, l10n: Localizer): readonly string[] {
  if (preset.backend === 'simulated') {
    return [l10n.t('a simulation, no language model; plays the quickstart only')];
  }
  if (preset.backend === 'recorded') return [l10n.t('recorded replies, no server')];
  const where = preset.origin === undefined ? [] : [new URL(preset.origin).host];
  const needs = preset.unset.length === 0 ? [] : [l10n.t('asks for {0}', preset.unset.join(', '))];
  return [...(preset.model === undefined ? [] : [preset.model]), ...where, ...needs];
}

function rolesOf(
  { name, file, source }: PresetChoice,
  { agent, writer }: ModelOffer['chosen'],
  l10n: Localizer,
): readonly string[] {
  const isIt = (chosen: string): boolean =>
    chosen === file || (source !== 'written' && chosen === name);
  return [
    ...(isIt(agent) ? [l10n.t('agent now')] : []),
    ...(isIt(writer) ? [l10n.t('writer now')] : []),
  ];
}

/** A setting may hold anything. */
function nameOf(url: string): string {
  return URL.canParse(url) ? serverName(url) : url;
}
