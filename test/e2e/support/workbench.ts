/**
 * How to write an end-to-end test
 *
 * A test drives the real workbench as a person does: palette, clicks, typing. Put it into `test/e2e/NAME.test.ts`:
 *
 *   import { expect, it } from 'vitest';
 *   import { makeWorkspace } from '../support/workspace';
 *   import { useWorkbench } from './support/useWorkbench';
 *
 *   const bench = useWorkbench({ workspace: () => makeWorkspace({ finishedRun: true }) });
 *
 *   it('shows the runs of the workspace', async () => {
 *     const { workbench, workspace } = bench();
 *     await workbench.openView('GRASP', 'Runs');
 *     await workbench.view('Runs').row('quickstart').expand();
 *     await workbench.screenshot('runs');
 *     await expect.poll(() => workbench.view('Runs').rows()).toContain('Epoch 1');
 *   });
 *
 * - `useWorkbench` starts one workbench for the file (about ten seconds) and stops it at the end; tests of a file
 *   go on where the one before stopped.
 * - Methods that act wait for what they act on. Methods that read tell what is there now: wait with `expect.poll`
 *   (patient by default), never for a time.
 * - A test fails when our extension logs an error, or a page throws one from our scripts, even if all it looked at
 *   was right. `workbench.expectErrors(/pattern/)` declares those it provokes.
 * - Whatever has no method here yet: `workbench.page` is Playwright's page, and new methods are welcome.
 *
 *   npm run test:e2e                                 builds, then runs all of them
 *   npx vitest run --project e2e test/e2e/runs.test.ts
 *   test/e2e/shots/<file>/NN-name.png                the pictures; the last one of a failed test is `failed`
 *   test/e2e/shots/<file>/*.log                      what the host and our extension said, if a test failed
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser, newContext, openPage } from '../../host/browser';
import { CodeServer, runCodeServer } from '../../host/codeServer';
import { repository } from '../../host/places';
import { Profile, type Settings } from '../../host/profile';
import { CommentThread } from './commentThread';
import { Menus } from './menus';
import { Notification } from './notification';
import { ownCommand } from './ownCommands';
import { exactly, patienceMs, plain } from './patience';
import { Problems } from './problems';
import { TextEditor } from './textEditor';
import { View } from './view';
import { makeVsix } from './vsix';

export interface WorkbenchOptions {
  /** The folder to open. */
  readonly folder: string;
  /** `linked`: the repository as it is built now; `vsix`: packaged and installed as a user would. */
  readonly extension?: 'linked' | 'vsix' | 'none';
  /** Further extensions, unpacked. */
  readonly linked?: readonly string[];
  readonly settings?: Settings;
  /** Without trust the folder opens in Restricted Mode. */
  readonly trusted?: boolean;
  /** Variables of the extension host and of runs that it starts, such as OPENAI_BASE_URL. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where pictures and, after a failure, logs go. */
  readonly shots: string;
}

export class Workbench {
  readonly menus: Menus;
  #shots = 0;
  #server: CodeServer;

  private constructor(
    readonly page: Page,
    readonly profile: Profile,
    readonly problems: Problems,
    private readonly browser: Browser,
    server: CodeServer,
    private readonly options: WorkbenchOptions,
  ) {
    this.#server = server;
    this.menus = new Menus(page);
  }

  static async start(options: WorkbenchOptions): Promise<Workbench> {
    const {
      folder,
      extension = 'linked',
      linked = [],
      settings = {},
      trusted = true,
      env = {},
      shots,
    } = options;
    await rm(shots, { recursive: true, force: true });
    await mkdir(shots, { recursive: true });
    const profile = await Profile.create({ settings, trusted });
    if (extension === 'linked') await profile.link(repository);
    for (const other of linked) await profile.link(other);
    if (extension === 'vsix') {
      await runCodeServer(profile, ['--install-extension', await makeVsix(), '--force']);
    }
    const problems = new Problems(profile);
    const server = await CodeServer.start(profile, {
      env,
      onOutput: (text) => problems.hear(text),
    });
    const browser = await launchBrowser();
    const context = await newContext(browser);
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    problems.watch(page);
    const workbench = new Workbench(page, profile, problems, browser, server, options);
    try {
      await openPage(page, server.windowUrl({ folder }));
      await workbench.untilReady();
      return workbench;
    } catch (error) {
      await workbench.screenshot('failed').catch(() => undefined);
      await workbench.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close().catch(() => undefined);
    await this.#server.stop();
    await this.profile.remove();
  }

  /** Everything that a person sees, as the next picture of this workbench. */
  async screenshot(name: string): Promise<void> {
    this.#shots += 1;
    const file = `${String(this.#shots).padStart(2, '0')}-${name.replaceAll(/[^\w.-]+/g, '-')}.png`;
    await this.page.screenshot({ path: path.join(this.options.shots, file) });
  }

  /** Declares errors that a test provokes; others fail it. */
  expectErrors(pattern: RegExp): void {
    this.problems.expect(pattern);
  }

  // --- Commands and quick inputs

  /**
   * Runs a command through the palette, by what the palette shows (`GRASP: Start Learning…`) or, one of ours, by
   * its id. Waits until it is offered: commands come with their extension, and go with `when`.
   */
  async runCommand(titleOrId: string): Promise<void> {
    const own = await ownCommand(titleOrId);
    const title = own?.title ?? titleOrId;
    const row = own
      ? this.page.locator(
          `.quick-input-list .monaco-list-row:has([data-quick-input-id="${own.id}"])`,
        )
      : this.#quickRows().filter({
          has: this.page.locator('.label-name', { hasText: exactly(title) }),
        });
    await this.#choose(`>${title}`, row);
  }

  /** What the palette offers first for this text. The list is long; what is scrolled out of sight is not told. */
  async commandsLike(text: string): Promise<string[]> {
    await this.#openQuickInput(`>${text}`);
    const rows = this.#quickRows();
    await rows.first().waitFor();
    const found = await rows.locator('.label-name').allTextContents();
    await this.closeQuickInput();
    return found.map(plain);
  }

  /** Picks an entry of the list that is open, or about to be. */
  async pick(text: string | RegExp): Promise<void> {
    await this.#quickRows().filter({ hasText: text }).first().click();
  }

  /** The entries of the list that is open. */
  async picks(): Promise<string[]> {
    const rows = await this.#quickRows().allTextContents();
    return rows.map(plain);
  }

  /** Types into the input that is open, or about to be, and accepts it. */
  async typeInto(text: string): Promise<void> {
    const input = this.#quickInput();
    await input.fill(text);
    await input.press('Enter');
  }

  /** What the open quick input says besides its entries: title, placeholder, message. */
  async quickInputText(): Promise<string> {
    const widget = this.page.locator('.quick-input-widget');
    const placeholder = await this.#quickInput().getAttribute('placeholder');
    return plain(`${await widget.innerText()} ${placeholder ?? ''}`);
  }

  async closeQuickInput(): Promise<void> {
    const input = this.page.locator('.quick-input-widget');
    // The first one may go to a hint that the pointer has called up.
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      await this.page.keyboard.press('Escape');
      const isGone = await input.waitFor({ state: 'hidden', timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
    }
    throw new Error('the quick input does not close');
  }

  // --- Editors

  /** Opens a file of the workspace by its path or the end of it. */
  async openFile(file: string): Promise<TextEditor> {
    const name = path.basename(file);
    const rows = this.#quickRows().filter({
      has: this.page.locator('.label-name', { hasText: exactly(name) }),
    });
    const folder = path.dirname(file);
    const row = folder === '.' ? rows : rows.filter({ hasText: folder });
    await this.#choose(file, row);
    await this.tab(name).waitFor();
    return this.editor();
  }

  /** The editor that has the focus; a diff counts as the side that was modified. */
  editor(): TextEditor {
    return new TextEditor(this.page);
  }

  /** Titles of the open tabs, each with its description if it shows one. */
  async tabs(): Promise<string[]> {
    const titles = this.page.locator('.tabs-container .tab .monaco-icon-label-container');
    return (await titles.allTextContents()).map(plain);
  }

  tab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: title }).first();
  }

  /** Links above lines, in the editor that has the focus. */
  async codeLenses(): Promise<string[]> {
    const lenses = this.page.locator('.editor-instance .codelens-decoration a');
    return (await lenses.allTextContents()).map(plain);
  }

  async clickLens(text: string | RegExp): Promise<void> {
    const lenses = this.page.locator('.editor-instance .codelens-decoration a');
    await lenses.filter({ hasText: text }).first().click();
  }

  /** Comment threads that are open in editors, in the order of the page. */
  async commentThreads(): Promise<CommentThread[]> {
    const widgets = await this.page.locator('.review-widget').all();
    return widgets.map((widget) => new CommentThread(widget));
  }

  /** The comment thread with this text anywhere in it. */
  commentThread(text: string | RegExp): CommentThread {
    return new CommentThread(this.page.locator('.review-widget').filter({ hasText: text }).first());
  }

  // --- Views

  #icon(container: string): Locator {
    return this.page
      .locator('.activitybar .action-item')
      .filter({ has: this.page.locator(`.action-label[aria-label^="${container}"]`) })
      .first();
  }

  /** The number on the icon of a container. */
  badge(container: string): Promise<string> {
    return this.#icon(container).locator('.badge-content').innerText();
  }

  /** Shows a view, and the container it lives in, by their titles. */
  async openView(container: string, title: string): Promise<View> {
    const icon = this.#icon(container);
    const view = this.view(title);
    // A click on the icon of a container that is shown would hide it, and a window that starts may be about to
    // show it: look before every click, and look again.
    for (const deadline = Date.now() + patienceMs; !(await view.isShown(2_000));) {
      if (Date.now() > deadline) throw new Error(`${container} shows no view called ${title}`);
      const classes = (await icon.getAttribute('class')) ?? '';
      if (!/\bchecked\b/.test(classes)) await icon.click();
    }
    await view.open();
    return view;
  }

  /** A view of the side bar or panel that is shown. */
  view(title: string): View {
    return new View(this.page, this.menus, title);
  }

  /** The inner document of the webview that has this selector in it. */
  async webview(selector: string): Promise<Frame> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      for (const frame of this.page.frames()) {
        if (!frame.parentFrame()?.url().includes('/webview/')) continue;
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (found > 0) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`no webview has ${selector}`);
  }

  // --- Around the editors

  /** Texts of the items in the status bar. */
  async statusBar(): Promise<string[]> {
    const items = await this.page.locator('.statusbar-item:visible').allInnerTexts();
    return items.map(plain).filter((text) => text !== '');
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** A notification that is shown, or will be. */
  notification(text: string | RegExp): Notification {
    return new Notification(this.page, text);
  }

  async notifications(): Promise<string[]> {
    const items = this.page.locator('.notification-list-item .notification-list-item-message');
    return (await items.allTextContents()).map(plain);
  }

  /** The text of a modal dialog, and its answer by the name of a button. */
  async answerDialog(button: string | RegExp): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = plain(await dialog.locator('.dialog-message-container').innerText());
    await dialog.locator('.monaco-button').filter({ hasText: button }).first().click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }

  /** What the visible terminal shows, without the lines that scrolled away. */
  async terminalText(): Promise<string> {
    const rows = this.page.locator('.terminal-wrapper .xterm-rows > div');
    const lines = (await rows.allTextContents()).map((line) => line.replaceAll('\u00a0', ' '));
    return lines.join('\n').trimEnd();
  }

  /** Loads the window anew: the extension host ends and starts again, runs go on. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.untilReady();
  }

  /** The window is drawn, the server connected, and extensions have been registered. */
  private async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    const remote = this.page.locator(String.raw`.statusbar-item#status\.host`);
    await remote.filter({ hasNotText: /Opening/ }).waitFor();
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  #quickRows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  async #openQuickInput(text: string): Promise<void> {
    const input = this.#quickInput();
    // While the window is still starting, a key may fall on deaf ears.
    for (const deadline = Date.now() + patienceMs; ;) {
      await this.page.keyboard.press('F1');
      try {
        await input.waitFor({ timeout: 5_000 });
        return await input.fill(text, { timeout: 5_000 });
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens the palette with this text and clicks the row, once it is offered. */
  async #choose(text: string, row: Locator): Promise<void> {
    for (const deadline = Date.now() + patienceMs; ;) {
      await this.#openQuickInput(text);
      try {
        return await row.first().click({ timeout: 5_000 });
      } catch {
        // Not offered yet: what is offered is worked out when the palette opens.
        await this.page.keyboard.press('Escape');
        if (Date.now() > deadline) throw new Error(`the palette does not offer "${text}"`);
      }
    }
  }
}
