/** What the manifest declares and what the code registers, compared both ways. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as ids from '../../src/surfaces/common/ids';

const repository = path.resolve(__dirname, '../..');
const manifestText = readFileSync(path.join(repository, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(readFileSync(path.join(repository, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { command?: string; when?: string }[]>>;
    readonly keybindings: readonly { readonly command: string }[];
    readonly taskDefinitions: readonly { readonly type: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly yamlValidation: readonly { readonly url: string }[];
  };
}

const commands = Object.values(ids.command).flatMap((area) => Object.values<string>(area));
const declared = contributes.commands.map(({ command }) => command);
const views = Object.values<string>(ids.view);

const sorted = (list: Iterable<string>): string[] => [...new Set(list)].sort();

describe('the manifest and the ids of the code', () => {
  it('name the same commands', () => expect(sorted(declared)).toEqual(sorted(commands)));

  it('name the same views', () => {
    const found = Object.values(contributes.views).flatMap((it) => it.map(({ id }) => id));
    expect(sorted(found)).toEqual(sorted(views));
  });

  it('name the same settings', () => {
    const found = Object.keys(contributes.configuration.properties);
    expect(sorted(found)).toEqual(sorted(Object.values(ids.setting).map((it) => `grasp.${it}`)));
  });

  it('name the same task type', () => {
    expect(contributes.taskDefinitions.map(({ type }) => type)).toEqual([ids.taskType]);
  });

  it('menus and keys start declared commands only', () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    const own = used.flatMap(({ command }) => (command?.startsWith('grasp.') ? [command] : []));
    expect(own.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it('conditions read context keys that the code sets', () => {
    const known = [
      ...Object.values<string>(ids.contextKey),
      ...views,
      ids.commentController,
      ...Object.keys(contributes.configuration.properties).map((it) => `config.${it}`),
    ];
    const conditions = Object.values(contributes.menus).flatMap((it) => it.map(({ when }) => when));
    const read = conditions.flatMap((when) => when?.match(/(config\.)?grasp\.[\w.]+/g) ?? []);
    expect(sorted(read).filter((key) => !known.includes(key))).toEqual([]);
  });

  it('restrict settings that there are', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const known = Object.keys(contributes.configuration.properties);
    expect(restrictedConfigurations.filter((key) => !known.includes(key))).toEqual([]);
  });
});

describe('the texts of the manifest', () => {
  const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');

  it('are all there, and no others', () =>
    expect(sorted(Object.keys(texts))).toEqual(sorted(used)));

  it('link to commands of ours and to known ones of the editor', () => {
    const linked = Object.values(texts).flatMap((text) => [
      ...text.matchAll(/\(command:([^)]+)\)/g),
    ]);
    const focus = views.map((id) => `${id}.focus`);
    const editor = ['vscode.openFolder', 'workbench.trust.manage'];
    const known = [...declared, ...focus, ...editor];
    const names = linked.map((match) => (match[1] ?? '').replace(/\?.*/, ''));
    expect(sorted(names).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the files that the manifest names', () => {
  const schemas = [...contributes.jsonValidation, ...contributes.yamlValidation];
  const steps = contributes.walkthroughs.flatMap((it) => it.steps);

  it.each([
    'media/icon.png',
    'media/grasp.svg',
    ...schemas.map(({ url }) => url),
    ...steps.map(({ media }) => media.svg),
  ])('%s is there', (file) => expect(existsSync(path.join(repository, file))).toBe(true));

  it('show every drawing of the walkthrough', () => {
    const drawn = readdirSync(path.join(repository, 'media/walkthrough'));
    expect(sorted(drawn.map((name) => `media/walkthrough/${name}`))).toEqual(
      sorted(steps.map(({ media }) => media.svg)),
    );
  });

  it('end the steps of the walkthrough by what there is', () => {
    const known = [
      ...declared.map((it) => `onCommand:${it}`),
      ...Object.values(ids.contextKey).map((it) => `onContext:${it}`),
      ...Object.keys(contributes.configuration.properties).map((it) => `onSettingChanged:${it}`),
    ];
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    expect(events.filter((event) => !known.includes(event))).toEqual([]);
  });
});
