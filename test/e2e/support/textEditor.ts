import type { Locator, Page } from 'playwright-core';

/** The text editor that has the focus, as a person sees it: lines that are scrolled out of sight do not exist. */
export class TextEditor {
  constructor(private readonly page: Page) {}

  /** The visible lines of the modified side, or of the only one. */
  async lines(): Promise<string[]> {
    // In one look: a line that has gone since would be waited for.
    const placed = await this.#lines().evaluateAll((lines: LineElement[]) =>
      lines.map(({ style, textContent }) => ({
        top: Number.parseFloat(style.top) || 0,
        text: textContent.replaceAll('\u00a0', ' '),
      })),
    );
    return placed.sort((a, b) => a.top - b.top).map(({ text }) => text);
  }

  /** Types as a person does, where the cursor is; `goTo` moves it. */
  async type(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(text);
  }

  /** Presses a key in the editor, in Playwright's names: `Control+z`, `End`, `Enter`. */
  async press(key: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press(key);
  }

  /** Clicks into a line with this text and puts the cursor at its end. */
  async goToEndOf(text: string | RegExp): Promise<void> {
    await this.#lines().filter({ hasText: text }).first().click();
    await this.page.keyboard.press('End');
  }

  async save(): Promise<void> {
    await this.press('Control+s');
  }

  async focus(): Promise<void> {
    const editor = this.#editor();
    const hasFocus = ((await editor.getAttribute('class')) ?? '').split(/\s+/).includes('focused');
    if (!hasFocus) await this.#lines().first().click();
  }

  /** Presses a button of the tab row's right end. */
  async pressTitleButton(name: string | RegExp): Promise<void> {
    const actions = this.page.locator('.editor-group-container.active .title .editor-actions');
    await actions.getByRole('button', { name }).first().click();
  }

  /** Comment threads bring small editors of their own; they do not count. */
  #editor(): Locator {
    const inThread = ':not(.review-widget *)';
    const modified = `.editor.modified .monaco-editor${inThread}`;
    const only = `.editor-instance .monaco-editor${inThread}:not(.monaco-diff-editor *)`;
    return this.page
      .locator('.editor-group-container.active')
      .locator(`${modified}, ${only}`)
      .locator('visible=true')
      .first();
  }

  #lines(): Locator {
    const own = ':scope > .overflow-guard > .editor-scrollable > .lines-content > .view-lines';
    return this.#editor().locator(`${own} > .view-line`);
  }
}

/** What is read of a line; the tests are not compiled against the browser's own types. */
interface LineElement {
  readonly style: { readonly top: string };
  readonly textContent: string;
}
