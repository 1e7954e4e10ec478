/** The browser in which the workbench is shown: Debian's Chromium, no download. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './places';

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium: run `npm run host:install`.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      // Containers and root have no user namespaces to build a sandbox from; only our own pages are shown.
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export function newContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
}

/** Opens a window's address. A server that cannot make the page says so with a status, not with a failure. */
export async function openPage(page: Page, url: string): Promise<void> {
  const answer = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 120_000 });
  if (answer?.ok() !== true) throw new Error(`The workbench answered ${answer?.status()}.`);
}
