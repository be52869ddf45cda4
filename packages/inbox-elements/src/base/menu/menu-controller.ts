// A menu button and its menu: ARIA and keys of the menu pattern.
import { html, nothing } from 'lit';
import type { ReactiveElement, TemplateResult } from 'lit';
import { iconCheck } from '@globalchat/ui';
import { PopupController } from './popup-controller.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** Something beside the label: an icon or an avatar. */
  readonly start?: unknown;
  /** A second, quieter text. */
  readonly hint?: string;
  /** Given for a choice: whether it is the present one. */
  readonly checked?: boolean;
  /** It is on or off by itself, beside the others: choosing it leaves the menu open. */
  readonly toggles?: boolean;
}

export interface MenuOptions {
  /** Accessible name of the button and the menu. */
  readonly label: string;
  /** What the button shows; its text must be part of `label`, or decorative. */
  readonly face: unknown;
  /** Classes of the button. */
  readonly buttonClass: string;
  readonly items: readonly MenuItem[];
  readonly disabled?: boolean;
  readonly onChoose: (id: string) => void;
}

export class MenuController {
  readonly #popup: PopupController;
  readonly #name: string;

  constructor(host: ReactiveElement, name = 'menu') {
    this.#name = name;
    this.#popup = new PopupController(
      host,
      name,
      (menu) =>
        menu.querySelector<HTMLElement>('[aria-checked="true"]') ?? menu.querySelector<HTMLElement>('button'),
    );
  }

  /** Opens it as a click on its button would. */
  show(): void {
    this.#popup.show();
  }

  render(options: MenuOptions): TemplateResult {
    const open = this.#popup.isOpen;
    return html`<button
        type="button"
        class=${options.buttonClass}
        part="button"
        data-opens=${this.#name}
        aria-label=${options.label}
        title=${options.label}
        aria-haspopup="menu"
        aria-expanded=${open ? 'true' : 'false'}
        ?disabled=${options.disabled ?? false}
        @click=${this.#popup.toggle}
        @keydown=${this.#onButtonKeydown}
      >
        ${options.face}</button
      >${open ? this.#renderMenu(options) : nothing}`;
  }

  #renderMenu(options: MenuOptions): TemplateResult {
    return html`<div
      class="menu"
      part="menu"
      role="menu"
      popover="manual"
      tabindex="-1"
      data-popup=${this.#name}
      aria-label=${options.label}
      @keydown=${this.#onKeydown}
    >
      ${options.items.map((item) => this.#renderItem(item, options))}
    </div>`;
  }

  #renderItem(item: MenuItem, options: MenuOptions): TemplateResult {
    const choice = item.checked !== undefined;
    return html`<button
      type="button"
      role=${item.toggles ? 'menuitemcheckbox' : choice ? 'menuitemradio' : 'menuitem'}
      aria-checked=${choice ? String(item.checked) : nothing}
      tabindex="-1"
      @click=${() => {
        if (!item.toggles) this.#popup.close();
        options.onChoose(item.id);
      }}
    >
      ${item.start ?? nothing}<span class="grow truncate">${item.label}</span>${
        item.hint === undefined ? nothing : html`<span class="subtle">${item.hint}</span>`
      }${
        choice ? html`<span class="tick">${item.checked ? iconCheck({ size: 16 }) : nothing}</span>` : nothing
      }
    </button>`;
  }

  readonly #onButtonKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.#popup.show();
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const menu = event.currentTarget as HTMLElement;
    const items = [...menu.querySelectorAll<HTMLElement>('button')];
    const at = items.indexOf(event.target as HTMLElement);
    const next = nextItem(event.key, items, at);
    if (next !== null) {
      event.preventDefault();
      // A letter that moves in the menu is no shortcut of the page around it.
      event.stopPropagation();
      next.focus();
    } else {
      this.#popup.onKeydown(event);
    }
  };
}

function nextItem(key: string, items: readonly HTMLElement[], at: number): HTMLElement | null {
  const places: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const place = places[key];
  if (place !== undefined) return items.at(place % items.length) ?? null;
  if (key.length !== 1 || key === ' ') return null;
  const letter = key.toLocaleLowerCase();
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return order.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter)) ?? null;
}
