/** A throw-away user of the workbench: settings, extensions and state in a folder that ends with the test. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** Makes the workbench quiet and its pictures repeatable. */
const quietSettings: Settings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  // Readable as text; on a canvas it is only a picture.
  'terminal.integrated.gpuAcceleration': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  // Pictures catch toasts in mid-flight otherwise.
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
};

export interface ProfileOptions {
  readonly settings?: Settings;
  /** Without trust the workbench opens every folder in Restricted Mode. */
  readonly trusted?: boolean;
}

export class Profile {
  readonly data: string;
  readonly extensions: string;
  readonly config: string;

  private constructor(
    readonly root: string,
    readonly trusted: boolean,
  ) {
    this.data = path.join(root, 'data');
    this.extensions = path.join(root, 'ext');
    this.config = path.join(root, 'config.yaml');
  }

  static async create({ settings = {}, trusted = true }: ProfileOptions = {}): Promise<Profile> {
    const profile = new Profile(await mkdtemp(path.join(tmpdir(), 'host-')), trusted);
    await mkdir(path.join(profile.data, 'User'), { recursive: true });
    await mkdir(profile.extensions);
    const all = { ...quietSettings, 'security.workspace.trust.enabled': !trusted, ...settings };
    await writeFile(path.join(profile.data, 'User/settings.json'), JSON.stringify(all, null, 2));
    await writeFile(profile.config, 'auth: none\ncert: false\n');
    return profile;
  }

  /** Makes an unpacked extension an installed one. Only a profile that was never started takes note of it. */
  async link(extension: string): Promise<void> {
    const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8')) as {
      readonly publisher: string;
      readonly name: string;
      readonly version: string;
    };
    const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`.toLowerCase();
    await symlink(path.resolve(extension), path.join(this.extensions, name), 'dir');
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
