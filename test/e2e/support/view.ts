import type { Locator, Page } from 'playwright-core';
import type { Menus } from './menus';
import { exactly, patienceMs, plain } from './patience';

/** A tree in the side bar or the panel. Rows that are scrolled out of sight do not exist for it. */
export class View {
  constructor(
    private readonly page: Page,
    private readonly menus: Menus,
    private readonly title: string,
  ) {}

  /** Whether its heading is there, or comes within this time. */
  isShown(withinMs: number): Promise<boolean> {
    return isVisible(this.#header(), withinMs);
  }

  /** Unfolds the view, if its container shows it folded. */
  async open(): Promise<void> {
    const header = this.#header();
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** Texts of the rows, label and description, from top to bottom. */
  async rows(): Promise<string[]> {
    // In one look: a row that has gone since would be waited for.
    const texts = await this.#pane()
      .locator('.monaco-list-row')
      .evaluateAll((rows: RowElement[]) =>
        rows.map((row) => ({
          index: Number(row.getAttribute('data-index')),
          text: row.querySelector('.monaco-icon-label')?.innerText ?? '',
        })),
      );
    return texts.sort((a, b) => a.index - b.index).map(({ text }) => plain(text));
  }

  /** Texts of the rows that are selected. */
  async selected(): Promise<string[]> {
    const rows = this.#pane().locator('.monaco-list-row.selected .monaco-icon-label');
    return (await rows.allInnerTexts()).map(plain);
  }

  /** The first row with this text in its label or description. */
  row(text: string | RegExp): Row {
    const row = this.#pane().locator('.monaco-list-row').filter({ hasText: text }).first();
    return new Row(row, this.menus);
  }

  /** What an empty view says instead of rows. */
  async welcome(): Promise<string> {
    return plain(await this.#pane().locator('.welcome-view-content').innerText());
  }

  /** Presses a button of the view's title. */
  async pressTitleButton(name: string | RegExp): Promise<void> {
    await this.#pane().hover();
    await this.#header().getByRole('button', { name }).first().click();
  }

  #pane(): Locator {
    return this.page.locator('.pane').filter({ has: this.#header() });
  }

  #header(): Locator {
    return this.page
      .locator('.pane-header')
      .filter({ has: this.page.locator('.title', { hasText: exactly(this.title) }) });
  }
}

export class Row {
  constructor(
    readonly locator: Locator,
    private readonly menus: Menus,
  ) {}

  /** Label and description, and what assistive technology is told, which may be more. */
  async text(): Promise<string> {
    return plain(await this.locator.innerText());
  }

  async label(): Promise<string> {
    return (await this.locator.getAttribute('aria-label')) ?? '';
  }

  async click(): Promise<void> {
    await this.locator.click();
  }

  async expand(): Promise<void> {
    await this.#fold('true');
  }

  async collapse(): Promise<void> {
    await this.#fold('false');
  }

  /** Presses one of the buttons that a row shows while the pointer is over it. */
  async inlineAction(name: string | RegExp): Promise<void> {
    const button = this.locator.getByRole('button', { name }).first();
    for (const deadline = Date.now() + patienceMs; ;) {
      await this.locator.hover();
      // A list that is drawn anew shows no buttons until the pointer moves again.
      if (Date.now() > deadline || (await isVisible(button, 2_000))) break;
    }
    await button.click();
  }

  async inlineActions(): Promise<string[]> {
    await this.locator.hover();
    const labels = await this.locator.locator('.actions .action-label').all();
    return Promise.all(labels.map(async (label) => (await label.getAttribute('aria-label')) ?? ''));
  }

  /** Clicks the box in front of the row. */
  async tick(): Promise<void> {
    await this.#box().click();
  }

  async isTicked(): Promise<boolean> {
    return (await this.#box().getAttribute('aria-checked')) === 'true';
  }

  async contextMenu(item: string): Promise<void> {
    await this.menus.choose(this.locator, item);
  }

  contextMenuItems(): Promise<string[]> {
    return this.menus.read(this.locator);
  }

  #box(): Locator {
    return this.locator.getByRole('checkbox').first();
  }

  async #fold(expanded: 'true' | 'false'): Promise<void> {
    await this.locator.waitFor();
    if ((await this.locator.getAttribute('aria-expanded')) === expanded) return;
    await this.locator.locator('.monaco-tl-twistie').click();
  }
}

function isVisible(locator: Locator, withinMs: number): Promise<boolean> {
  return locator.waitFor({ timeout: withinMs }).then(
    () => true,
    () => false,
  );
}

/** What is read of a row; the tests are not compiled against the browser's own types. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly innerText: string } | null;
}
