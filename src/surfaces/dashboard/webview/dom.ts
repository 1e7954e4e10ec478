/** The few things the page does to its document. Text only ever gets in as text. */

export type Child = Node | string | undefined | false;

export interface Props {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly onClick?: (event: MouseEvent) => void;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.id !== undefined) element.id = props.id;
  if (props.title !== undefined) element.title = props.title;
  for (const [name, value] of Object.entries(props.attributes ?? {})) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  if (props.onClick) element.addEventListener('click', props.onClick as EventListener);
  fill(element, ...children);
  return element;
}

/** Replaces whatever the element holds. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
}

/** Leaves an equal text alone, so that nothing is announced or flickers without need. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(text: string, onClick: () => void, props: Props = {}): HTMLButtonElement {
  return el(
    'button',
    { ...props, onClick, attributes: { type: 'button', ...props.attributes } },
    text,
  );
}

/** A paragraph that says what is missing, and one that says what to do. */
export function notice(what: string, hint = ''): HTMLElement {
  return el('div', { class: 'notice' }, el('p', {}, what), hint !== '' && el('p', {}, hint));
}

export interface Column {
  readonly title: string;
  /** Numbers are set flush right. */
  readonly isNumber?: boolean;
}

export type TableCell = string | Node;

/** A table whose first column names the rows. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
): HTMLTableElement {
  const kind = (at: number): Props => (columns[at]?.isNumber === true ? { class: 'number' } : {});
  return el(
    'table',
    { class: 'numbers' },
    el('caption', { class: 'unseen' }, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...columns.map(({ title }, at) =>
          el('th', { ...kind(at), attributes: { scope: 'col' } }, title),
        ),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows.map((cells) =>
        el(
          'tr',
          {},
          ...cells.map((cell, at) =>
            at === 0 ? el('th', { attributes: { scope: 'row' } }, cell) : el('td', kind(at), cell),
          ),
        ),
      ),
    ),
  );
}
