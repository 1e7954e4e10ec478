import { el, fill } from './dom';
import type { PageContext } from './section';
import { tabs, type Tab } from './uiState';

const titles = { curve: 'tabCurve', matrix: 'tabMatrix', cost: 'tabCost' } as const;

/** Tabs as ARIA has them: arrow keys move along, Tab goes on to what is shown. */
export class TabList {
  readonly element: HTMLElement;
  readonly #buttons: Readonly<Record<Tab, HTMLElement>>;
  readonly #panels: Readonly<Record<Tab, HTMLElement>>;

  constructor(
    private readonly context: PageContext,
    contents: Readonly<Record<Tab, HTMLElement>>,
    private readonly onShown: (tab: Tab) => void,
  ) {
    const { words } = context;
    const each = <T>(make: (tab: Tab) => T): Readonly<Record<Tab, T>> => ({
      curve: make('curve'),
      matrix: make('matrix'),
      cost: make('cost'),
    });
    this.#buttons = each((tab) =>
      el(
        'button',
        {
          id: `tab-${tab}`,
          attributes: { type: 'button', role: 'tab', 'aria-controls': `panel-${tab}` },
          onClick: () => this.select(tab),
        },
        words.of(titles[tab]),
      ),
    );
    this.#panels = each((tab) =>
      el(
        'section',
        {
          id: `panel-${tab}`,
          attributes: { role: 'tabpanel', 'aria-labelledby': `tab-${tab}`, tabindex: 0 },
        },
        contents[tab],
      ),
    );
    const list = el(
      'div',
      { class: 'tabs', attributes: { role: 'tablist', 'aria-label': words.of('tabs') } },
      ...tabs.map((tab) => this.#buttons[tab]),
    );
    list.addEventListener('keydown', (event) => this.#onKey(event));
    this.element = el('div', { class: 'parts' });
    fill(this.element, list, ...tabs.map((tab) => this.#panels[tab]));
    this.#show();
  }

  select(tab: Tab): void {
    this.context.ui.change({ tab });
    this.#show();
    this.onShown(tab);
  }

  #show(): void {
    const { tab: chosen } = this.context.ui.state;
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      this.#buttons[tab].setAttribute('aria-selected', String(isChosen));
      this.#buttons[tab].tabIndex = isChosen ? 0 : -1;
      this.#panels[tab].hidden = !isChosen;
    }
  }

  #onKey(event: KeyboardEvent): void {
    const at = tabs.indexOf(this.context.ui.state.tab);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined;
    const tab = target === undefined ? undefined : tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    this.select(tab);
    this.#buttons[tab].focus();
  }
}
