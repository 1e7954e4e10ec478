/** What went wrong on our side, whether or not a test looked there. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { repository } from '../../host/places';
import type { Profile } from '../../host/profile';

/** Says of an error that it is ours: the extension's id, its installed folder, or the folder it is linked from. */
const ours = new RegExp(
  `grasp\\.grasp|${repository.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`,
);

export class Problems {
  #output = '';
  #page: string[] = [];
  readonly #expected: RegExp[] = [];
  /** How much of each log has been looked at. */
  readonly #seen = new Map<string, number>();

  constructor(private readonly profile: Profile) {}

  hear(output: string): void {
    this.#output += output;
  }

  watch(page: Page): void {
    page.on('pageerror', (error) => {
      const text = `${error.message}\n${error.stack ?? ''}`;
      if (ours.test(text)) this.#page.push(`a page threw: ${text}`);
    });
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = `${message.text()} (${message.location().url})`;
      if (ours.test(text)) this.#page.push(`a page complained: ${text}`);
    });
  }

  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** What has gone wrong since this was last asked. */
  async take(): Promise<string[]> {
    const page = this.#page;
    this.#page = [];
    const logged: string[] = [];
    for (const { name, text } of await this.#logs()) {
      const fresh = text.slice(this.#seen.get(name) ?? 0);
      this.#seen.set(name, text.length);
      for (const entry of entries(fresh)) {
        const isOurLog = path.basename(name) === 'GRASP.log';
        if (/\[error\]/.test(entry) && (isOurLog || ours.test(entry))) {
          logged.push(`${path.basename(name)}: ${entry}`);
        }
      }
    }
    return [...new Set([...page, ...logged])].filter(
      (problem) => !this.#expected.some((pattern) => pattern.test(problem)),
    );
  }

  /** Keeps every log in a folder, for whoever wonders. */
  async keepLogs(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'server.log'), this.#output);
    for (const { name, text } of await this.#logs()) {
      await writeFile(path.join(folder, name.replaceAll(path.sep, '.')), text);
    }
  }

  async #logs(): Promise<{ readonly name: string; readonly text: string }[]> {
    const folder = path.join(this.profile.data, 'logs');
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    const wanted = files.filter((file) => /(remoteexthost|GRASP)\.log$/.test(file)).sort();
    return Promise.all(
      wanted.map(async (name) => ({
        name,
        text: await readFile(path.join(folder, name), 'utf8').catch(() => ''),
      })),
    );
  }
}

/** Entries of a log: a line with a time, and the lines without that follow it. */
function entries(text: string): string[] {
  return text.split(/\n(?=\d{4}-\d\d-\d\d )/).map((entry) => entry.trimEnd());
}
