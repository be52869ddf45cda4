// <gc-search>: the box above the list.
import { ContextConsumer } from '@lit/context';
import { html } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { iconClose, iconSearch } from '@globalchat/ui';
import { GcElement } from '../base/gc-element.ts';
import { searchContext } from '../contexts.ts';
import { GcSearchEvent } from '../events/session-intents.ts';
import { searchStyles } from './gc-search.styles.ts';

/**
 * The searchbox "Search conversations": full text over messages, notes, names and e-mail addresses of all
 * conversations, loaded or not. `<gc-session-list>` shows what was found.
 *
 * @fires {GcSearchEvent} gc-search - The text changed.
 * @csspart search - The box.
 */
export class GcSearch extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, searchStyles];

  static override properties: PropertyDeclarations = {
    query: {},
  };

  /** The text, instead of the provider's. */
  declare query: string | null;

  readonly #search = new ContextConsumer(this, { context: searchContext, subscribe: true });

  constructor() {
    super();
    this.query = null;
  }

  override focus(): void {
    this.#input?.focus();
    this.#input?.select();
  }

  protected override render(): TemplateResult {
    const query = this.query ?? this.#search.value?.query ?? '';
    const label = this.t('searchConversations');
    return html`<div class="search" part="search">
      ${iconSearch({ size: 16 })}
      <input
        type="search"
        aria-label=${label}
        placeholder=${label}
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
        .value=${query}
        @input=${(event: Event) => this.#tell((event.target as HTMLInputElement).value)}
        @keydown=${this.#onKeydown}
      />
      ${
        query === ''
          ? html`<kbd aria-hidden="true">/</kbd>`
          : html`<button
              type="button"
              class="clear"
              aria-label=${this.t('clearSearch')}
              @click=${this.#onClear}
            >
              ${iconClose({ size: 14 })}
            </button>`
      }
    </div>`;
  }

  #tell(query: string): void {
    if (this.query !== null) this.query = query;
    this.tell(new GcSearchEvent(query));
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || this.#input?.value === '') return;
    this.#clear();
  };

  readonly #onClear = (): void => {
    this.#clear();
    this.#input?.focus();
  };

  #clear(): void {
    if (this.#input !== null) this.#input.value = '';
    this.#tell('');
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-search': GcSearch;
  }
}
