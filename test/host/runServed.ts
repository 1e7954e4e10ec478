/** Suites in code-server's extension host; a browser without a window plays the window. */
import { createWriteStream } from 'node:fs';
import { launchBrowser, newContext, openPage } from './browser';
import { CodeServer } from './codeServer';
import { repository } from './places';
import { Profile } from './profile';
import type { SuiteRun } from './runSuites';

/** For one kind of host with all its suites; far more than it takes, on a machine that does other things too. */
const timeoutMs = 20 * 60_000;

export async function runServed(run: SuiteRun): Promise<void> {
  const log = createWriteStream(run.logFile);
  const profile = await Profile.create({ settings: run.settings, trusted: run.trusted });
  for (const extension of run.linked ?? []) await profile.link(extension);
  const server = await CodeServer.start(profile, {
    env: run.env,
    runsSuites: true,
    onOutput: (text) => void log.write(text),
  });
  const browser = await launchBrowser();
  try {
    const context = await newContext(browser);
    // The workbench calls these two when it runs a suite in a browser.
    let end: (how: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => (end = resolve));
    await context.exposeFunction('codeAutomationExit', () => end('ended'));
    await context.exposeFunction('codeAutomationLog', (type: string, words: readonly unknown[]) =>
      log.write(`[${type}] ${words.map(String).join(' ')}\n`),
    );
    const page = await context.newPage();
    page.on('pageerror', (error) => log.write(`[page] ${error.message}\n`));
    page.once('close', () => end('was closed'));
    const url = server.windowUrl({
      folder: run.folder,
      extensionDevelopmentPath: repository,
      extensionTestsPath: run.runner,
    });
    await openPage(page, url);
    const timer = setTimeout(() => end('has timed out'), timeoutMs);
    log.write(`The window ${await ended}.\n`);
    clearTimeout(timer);
  } finally {
    await browser.close().catch(() => undefined);
    await server.stop();
    await profile.remove();
    log.end();
  }
}
