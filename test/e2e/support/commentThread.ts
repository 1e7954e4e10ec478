import type { Locator } from 'playwright-core';
import { exactly, plain } from './patience';

/** A comment thread between the lines of an editor. */
export class CommentThread {
  constructor(readonly locator: Locator) {}

  /** The heading of the thread. */
  async title(): Promise<string> {
    return plain(await this.locator.locator('.head .review-title').innerText());
  }

  /** The comments, each as one line. */
  async comments(): Promise<string[]> {
    await this.locator.waitFor();
    return (await this.locator.locator('.comment-body').allInnerTexts()).map(plain);
  }

  /** Names of all buttons: of the heading, of the comments, below. */
  async buttons(): Promise<string[]> {
    const icons = await this.locator.locator('.action-label[aria-label]').all();
    const labels = icons.map(async (icon) => (await icon.getAttribute('aria-label')) ?? '');
    const texts = await this.locator.locator('.form-actions .monaco-button').allInnerTexts();
    return [...(await Promise.all(labels)), ...texts].map(plain).filter((name) => name !== '');
  }

  /** Presses a button of the thread, wherever it is. Those below show once the reply box is open. */
  async press(name: string): Promise<void> {
    await this.locator.waitFor();
    const icon = this.locator.locator(`.action-label[aria-label^="${name}"]`);
    const button = this.locator
      .locator('.form-actions .monaco-button')
      .filter({ hasText: exactly(name) });
    if (!(await icon.or(button).first().isVisible())) await this.#openReply();
    await icon.or(button).first().click();
  }

  /** Writes into the reply box, and sends it with the button of this name. */
  async reply(text: string, button = 'Reply'): Promise<void> {
    await this.#openReply();
    const box = this.locator.locator('.comment-form .monaco-editor');
    await box.click();
    await box.page().keyboard.type(text);
    await this.press(button);
  }

  /** A closed reply box shows as a button; the editor behind it exists, and is hidden. */
  async #openReply(): Promise<void> {
    const closed = this.locator.locator('.review-thread-reply-button');
    const editor = this.locator.locator('.comment-form .monaco-editor');
    await closed.or(editor).locator('visible=true').first().waitFor();
    if (await closed.isVisible()) await closed.click();
    await editor.waitFor();
  }
}
