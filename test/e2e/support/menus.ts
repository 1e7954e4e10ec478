import type { Locator, Page } from 'playwright-core';
import { exactly, plain } from './patience';

/** Context menus and drop-downs: one can be open at a time. */
export class Menus {
  constructor(private readonly page: Page) {}

  /** Right-clicks, and chooses. */
  async choose(target: Locator, item: string): Promise<void> {
    await target.click({ button: 'right' });
    await this.pick(item);
  }

  /** Right-clicks, reads, and closes the menu. */
  async read(target: Locator): Promise<string[]> {
    await target.click({ button: 'right' });
    await this.#items().first().waitFor();
    const items = await this.#items().locator('.action-label').allTextContents();
    await this.page.keyboard.press('Escape');
    return items.map(plain).filter((text) => text !== '');
  }

  /** Chooses from the menu that is open. */
  async pick(item: string): Promise<void> {
    const label = this.page.locator('.action-label', { hasText: exactly(item) });
    const found = this.#items().filter({ has: label }).first();
    await found.waitFor();
    // A menu is deaf to the mouse in its first tenth of a second, so that the click which opened it chooses nothing.
    await this.page.waitForTimeout(250);
    await found.click();
  }

  #items(): Locator {
    return this.page.locator('.monaco-menu .action-item .action-menu-item');
  }
}
