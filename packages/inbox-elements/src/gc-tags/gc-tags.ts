// <gc-tags>: the labels of a conversation, and the popup that adds and removes them.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { fieldStyles, iconCheck, iconPlus, iconTag } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { PopupController } from '../base/menu/popup-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext } from '../contexts.ts';
import { tagHue, sanitizeText } from '../describe/session.ts';
import { TAG_MAX_CHARACTERS, cleanTag, offeredTags } from './tag-list.ts';
import { tagsStyles } from './gc-tags.styles.ts';

interface TagOption {
  readonly tag: string;
  readonly chosen: boolean;
  /** Not used anywhere yet. */
  readonly fresh: boolean;
}

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
    const options = this.#options(session);
    const active = Math.min(this.active, options.length - 1);
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
        aria-activedescendant=${active < 0 ? nothing : `tag-${active}`}
        autocomplete="off"
        maxlength=${TAG_MAX_CHARACTERS}
        .value=${this.query}
        @input=${this.#onInput}
      />
      <ul id="tag-options" role="listbox" aria-multiselectable="true" aria-label=${t('tags')}>
        ${options.map(
          ({ tag, chosen, fresh }, index) =>
            html`<li role="none">
              <button
                type="button"
                id="tag-${index}"
                role="option"
                tabindex="-1"
                aria-selected=${chosen ? 'true' : 'false'}
                class=${index === active ? 'active' : ''}
                @mousedown=${keepFocus}
                @click=${() => this.#toggleTag(tag)}
              >
                ${fresh ? iconPlus({ size: 16 }) : html`<i class="swatch hue-${tagHue(tag)}"></i>`}
                <span class="grow truncate">${fresh ? t('createTag', { tag }) : sanitizeText(tag)}</span>
                <span class="tick">${chosen ? iconCheck({ size: 16 }) : nothing}</span>
              </button>
            </li>`,
        )}
      </ul>
      ${options.length === 0 ? html`<p class="none">${t('noTags')}</p>` : nothing}
    </div>`;
  }

  /** Those that match what is typed, and what is typed itself when it is none of them. */
  #options(session: InboxSession): readonly TagOption[] {
    const used = (this.#inbox.value?.sessions ?? []).map(({ tags }) => tags);
    const typed = cleanTag(this.query);
    const found = offeredTags(session.tags, used, typed);
    const fresh = typed !== '' && !found.some((tag) => tag.toLocaleLowerCase() === typed.toLocaleLowerCase());
    return [
      ...found.map((tag) => ({ tag, chosen: session.tags.includes(tag), fresh: false })),
      ...(fresh ? [{ tag: typed, chosen: false, fresh: true }] : []),
    ];
  }

  #toggleTag(tag: string): void {
    const tags = this.current?.tags ?? [];
    this.query = '';
    this.active = 0;
    this.change({ tags: tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag] });
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
    const options = this.current === null ? [] : this.#options(this.current);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const active = options[Math.min(this.active, options.length - 1)];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + options.length) % options.length;
    } else if (event.key === 'Enter' && active !== undefined && !event.isComposing) {
      event.preventDefault();
      this.#toggleTag(active.tag);
    } else {
      this.#popup.onKeydown(event);
    }
  };
}

/** A press on a tag leaves the caret in the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-tags': GcTags;
  }
}
