import type { Locator, Page } from 'playwright-core';
import { exactly, patienceMs, plain } from './patience';

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
    for (const deadline = Date.now() + patienceMs; ;) {
      await found.click();
      try {
        return await found.waitFor({ state: 'hidden', timeout: 2_000 });
      } catch (error) {
        // A menu takes no click in the first moment after it has opened.
        if (Date.now() > deadline) throw error;
      }
    }
  }

  #items(): Locator {
    return this.page.locator('.monaco-menu .action-item .action-menu-item');
  }
}
