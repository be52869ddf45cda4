// The rows in the document: one <li> per row, kept as long as the row is shown, and rendered again only when what it
// shows changed. Appending to a long list costs one row.

import { render } from 'lit';

export interface Row {
  readonly key: string;
  readonly className: string;
  /** What `content` depends on, compared one by one. */
  readonly inputs: readonly unknown[];
  readonly content: () => unknown;
}

interface Item {
  readonly element: HTMLElement;
  row: Row | null;
}

export class RowList {
  #list: Element | null = null;
  #items = new Map<string, Item>();

  /** Makes the children of `list` be these rows. Elements stay the same and are moved only if their order changes. */
  show(list: Element | null, rows: readonly Row[]): void {
    if (list !== this.#list) this.#items.clear();
    this.#list = list;
    if (!list) return;
    const old = this.#items;
    this.#items = new Map();
    for (const { key } of rows) {
      this.#items.set(key, old.get(key) ?? { element: document.createElement('li'), row: null });
      old.delete(key);
    }
    for (const { element } of old.values()) element.remove();

    let cursor = list.firstElementChild;
    for (const row of rows) {
      const item = this.#items.get(row.key);
      if (!item) continue;
      const { element } = item;
      if (!item.row || row.inputs.some((input, at) => input !== item.row?.inputs[at]))
        render(row.content(), element);
      if (element.className !== row.className) element.className = row.className;
      item.row = row;
      if (element === cursor) cursor = cursor.nextElementSibling;
      else list.insertBefore(element, cursor);
    }
  }
}
