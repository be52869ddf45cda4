// The list above the text that offers what to insert: its ARIA and keys, while the focus stays in the textbox.
import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveElement, TemplateResult } from 'lit';

export interface Suggestion {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly start?: unknown;
  /** A second line. */
  readonly body?: unknown;
}

export interface Suggestions {
  readonly title: string;
  /** Shown when `items` is empty. */
  readonly none: string;
  readonly items: readonly Suggestion[];
  readonly keys: { readonly choose: string; readonly insert: string; readonly close: string };
}

export class SuggestionList implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #onChoose: (id: string) => void;
  readonly #onClose: () => void;
  #offer: Suggestions | null = null;
  #active = 0;

  constructor(host: ReactiveElement, onChoose: (id: string) => void, onClose: () => void) {
    this.#host = host;
    this.#onChoose = onChoose;
    this.#onClose = onClose;
    host.addController(this);
  }

  /** @param offer Null when there is nothing to offer. */
  render(offer: Suggestions | null): TemplateResult | typeof nothing {
    if (offer === null || this.#offer === null || offer.title !== this.#offer.title) this.#active = 0;
    this.#offer = offer;
    if (offer === null) return nothing;
    this.#active = Math.min(this.#active, Math.max(0, offer.items.length - 1));
    return html`<div class="pop" part="suggestions" @pointerdown=${keepFocus}>
      <p class="pop-title" id="suggest-title">${offer.title}</p>
      <ul role="listbox" id="suggest-list" aria-labelledby="suggest-title">
        ${offer.items.map((item, index) => this.#renderOption(item, index))}
      </ul>
      ${offer.items.length === 0 ? html`<p class="pop-none" role="status">${offer.none}</p>` : nothing}
      <p class="pop-foot" aria-hidden="true">
        <kbd>↑</kbd><kbd>↓</kbd> ${offer.keys.choose} <kbd>↵</kbd> ${offer.keys.insert}
        <kbd>Esc</kbd> ${offer.keys.close}
      </p>
    </div>`;
  }

  hostUpdated(): void {
    const textbox = this.#host.renderRoot.querySelector('textarea');
    if (textbox === null) return;
    const open = this.#offer !== null;
    const current = this.#offer?.items[this.#active];
    set(textbox, 'aria-autocomplete', 'list');
    set(textbox, 'aria-haspopup', 'listbox');
    set(textbox, 'aria-controls', open ? 'suggest-list' : null);
    set(textbox, 'aria-activedescendant', current === undefined ? null : `suggest-${current.id}`);
    if (current !== undefined) {
      this.#host.renderRoot
        .querySelector(`#${CSS.escape(`suggest-${current.id}`)}`)
        ?.scrollIntoView({ block: 'nearest' });
    }
  }

  /** For `keydown` of the textbox, before it hears of it. True when the key was used up. */
  onKeydown(event: KeyboardEvent): boolean {
    if (this.#offer === null || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const { items } = this.#offer;
    const current = items[this.#active];
    if (event.key === 'Escape') this.#onClose();
    else if (event.key === 'ArrowDown') this.#move(1);
    else if (event.key === 'ArrowUp') this.#move(-1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && current !== undefined)
      this.#onChoose(current.id);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #renderOption(item: Suggestion, index: number): TemplateResult {
    return html`<li role="none">
      <button
        type="button"
        role="option"
        id="suggest-${item.id}"
        class="option"
        tabindex="-1"
        aria-selected=${index === this.#active ? 'true' : 'false'}
        @click=${() => this.#onChoose(item.id)}
      >
        ${item.start ?? nothing}
        <span class="option-text">
          <span class="option-line"><b>${item.label}</b><span class="subtle">${item.hint ?? ''}</span></span>
          ${item.body === undefined ? nothing : html`<span class="option-body">${item.body}</span>`}
        </span>
      </button>
    </li>`;
  }

  #move(by: number): void {
    const count = this.#offer?.items.length ?? 0;
    if (count === 0) return;
    this.#active = (this.#active + by + count) % count;
    this.#host.requestUpdate();
  }
}

function set(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** A press on an option leaves the caret where it is. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
