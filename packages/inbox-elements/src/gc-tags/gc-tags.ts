// <gc-tags>: the labels of a conversation, and the popup that adds and removes them.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { fieldStyles, iconTag } from '@globalchat/ui';
import type { ModuleSource } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { LazyView } from '../base/lazy-view.ts';
import { PopupController } from '../base/menu/popup-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext } from '../contexts.ts';
import { sanitizeText } from '../describe/session.ts';
import { TAG_MAX_CHARACTERS } from './tag-limits.ts';
import type * as choiceModule from './tag-choice.ts';
import { tagsStyles } from './gc-tags.styles.ts';

const source: ModuleSource<typeof choiceModule> = { load: () => import('./tag-choice.ts') };

/**
 * A button that opens a box to find, add and remove tags.
 *
 * @fires {GcUpdateSessionEvent} gc-update-session - Other tags.
 * @csspart button - The button.
 * @csspart menu - The popup.
 */
export class GcTags extends SessionElement {
  static override styles: CSSResultGroup[] = [
    ...SessionElement.styles,
    ...popupStyles,
    fieldStyles,
    tagsStyles,
  ];

  static override properties: PropertyDeclarations = {
    query: { state: true },
    active: { state: true },
  };

  declare private query: string;
  /** Index of the option that Enter takes. */
  declare private active: number;

  readonly #inbox = new ContextStore(this, inboxContext, ({ sessions }) => ({ sessions }));
  readonly #choice = new LazyView(this, source);
  /** Enter that was pressed before the choice was there. */
  #early: KeyboardEvent | null = null;
  readonly #popup: PopupController = new PopupController(this, 'tags', (popup) =>
    popup.querySelector('input'),
  );

  constructor() {
    super();
    this.query = '';
    this.active = 0;
  }

  /** Opens the popup, where the element is visible. */
  open(): void {
    if (this.checkVisibility() && !this.#popup.isOpen) this.#onToggle();
  }

  protected override updated(): void {
    // Behind the first paint, so that it is there when the popup opens.
    const module = this.current === null ? undefined : this.#choice.get();
    const early = this.#early;
    if (module === undefined || early === null || this.current === null) return;
    this.#early = null;
    module.onTagKey(early, this.#parts(this.current));
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const { t } = this;
    const label =
      session.tags.length === 0
        ? t('tags')
        : t('tagsAre', {
            names: new Intl.ListFormat(this.localizer.locale).format(session.tags.map(sanitizeText)),
          });
    return html`<button
        type="button"
        class="icon-btn"
        part="button"
        data-opens="tags"
        aria-label=${label}
        title=${label}
        aria-haspopup="dialog"
        aria-expanded=${this.#popup.isOpen ? 'true' : 'false'}
        @click=${this.#onToggle}
      >
        ${iconTag({ size: 18 })}</button
      >${this.#popup.isOpen ? this.#renderPopup(session) : nothing}`;
  }

  #renderPopup(session: InboxSession): TemplateResult {
    const { t } = this;
    return html`<div
      class="menu"
      part="menu"
      role="dialog"
      popover="manual"
      tabindex="-1"
      data-popup="tags"
      aria-label=${t('tags')}
      @keydown=${this.#onKeydown}
    >
      <input
        class="input"
        role="combobox"
        aria-label=${t('addTag')}
        placeholder=${t('addTag')}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls="tag-options"
        aria-activedescendant=${source.loaded?.activeTag(this.#parts(session)) ?? nothing}
        autocomplete="off"
        maxlength=${TAG_MAX_CHARACTERS}
        .value=${this.query}
        @input=${this.#onInput}
      />
      ${this.#choice.render((module) => module.tagChoice(this.#parts(session)), this.localizer)}
    </div>`;
  }

  #parts(session: InboxSession): choiceModule.TagChoice {
    return {
      own: session.tags,
      used: (this.#inbox.value?.sessions ?? []).map(({ tags }) => tags),
      query: this.query,
      active: this.active,
      localizer: this.localizer,
      onActive: (active) => void (this.active = active),
      onChange: (tags) => {
        this.query = '';
        this.active = 0;
        this.change({ tags });
      },
    };
  }

  readonly #onToggle = (): void => {
    this.query = '';
    this.active = 0;
    this.#popup.toggle();
  };

  readonly #onInput = (event: Event): void => {
    this.query = (event.target as HTMLInputElement).value;
    this.active = 0;
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const session = this.current;
    // A key that comes before the choice waits for it.
    if (session === null || source.loaded === undefined) {
      if (event.key === 'Enter') this.#early = event;
      this.#popup.onKeydown(event);
    } else if (!source.loaded.onTagKey(event, this.#parts(session))) {
      this.#popup.onKeydown(event);
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-tags': GcTags;
  }
}
