import type { Locator, Page } from 'playwright-core';
import { plain } from './patience';

/** A notification, as it pops up or, once it has gone, in the notification centre. */
export class Notification {
  readonly locator: Locator;

  constructor(
    private readonly page: Page,
    text: string | RegExp,
  ) {
    this.locator = page.locator('.notification-list-item').filter({ hasText: text }).first();
  }

  /** Waits for it, and tells what it says. */
  async text(): Promise<string> {
    await this.#show();
    return plain(await this.locator.locator('.notification-list-item-message').innerText());
  }

  async buttons(): Promise<string[]> {
    await this.#show();
    return (await this.locator.locator('.monaco-button').allInnerTexts()).map(plain);
  }

  async press(button: string | RegExp): Promise<void> {
    await this.#show();
    await this.locator.hover();
    const found = this.locator.locator('.monaco-button').filter({ hasText: button }).first();
    // A folded one hides its buttons.
    if (!(await found.isVisible())) {
      await this.locator.locator('.codicon-notifications-expand').click();
    }
    await found.click();
  }

  async close(): Promise<void> {
    await this.#show();
    await this.locator.hover();
    await this.locator.locator('.codicon-notifications-clear').click();
  }

  async #show(): Promise<void> {
    const centre = this.page.locator('.notifications-center.visible');
    const bell = this.page.locator(String.raw`#status\.notifications a`);
    try {
      await this.locator.waitFor({ timeout: 20_000 });
    } catch {
      // It may have come and gone.
      if (!(await centre.isVisible())) await bell.click();
      await this.locator.waitFor();
    }
  }
}
