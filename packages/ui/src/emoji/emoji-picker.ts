// The button beside the text that opens a grid of emoji. The focus stays in the text, unless the keyboard opened the
// grid. Where the system's own keyboard has emoji there is no button. List and grid are loaded when somebody reaches
// for it.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { ComposerController } from '../composer/composer-controller.ts';
import { iconSmile } from '../icons/icons.ts';
import type { EmojiKey } from '../i18n/en/emoji.ts';
import type { Wording } from '../i18n/wording.ts';
import { onPressOutside } from '../popup/press-outside.ts';
import { HostedModule } from '../hosted-module.ts';
import type { ModuleSource } from '../lazy-module.ts';
import type * as gridModule from './emoji-grid.ts';

/** A finger and nothing finer: the keyboard that comes up has emoji. */
const TOUCH_ONLY_QUERY = '(pointer: coarse) and (hover: none)';
/** Used last, first; two rows at most. */
const RECENT_EMOJI_LIMIT = 16;

/** Where what was used last is kept. What comes back may be anything: only emoji of the list are shown. */
export interface EmojiMemory {
  load(): readonly string[];
  save(recent: readonly string[]): void;
}

export interface EmojiPickerProps {
  /** Into whose text they go. */
  readonly composer: Pick<ComposerController, 'insert' | 'focus'>;
  readonly localizer: Wording<EmojiKey>;
}

const source: ModuleSource<typeof gridModule> = { load: () => import('./emoji-grid.ts') };

/** For the `tools` of a composer; `render` belongs into the host's own. */
export class EmojiPicker implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #memory: EmojiMemory;
  readonly #grid: HostedModule<typeof gridModule>;
  #props: EmojiPickerProps | null = null;
  #isOpen = false;
  /** The keyboard opened it and has not been led into the grid yet. */
  #leadIn = false;
  /** As it was on opening: nothing moves under a pointer. */
  #recent: readonly string[] = [];
  #stopListening: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, memory: EmojiMemory) {
    this.#host = host;
    this.#memory = memory;
    this.#grid = new HostedModule(host, source);
    host.addController(this);
  }

  render(props: EmojiPickerProps): TemplateResult | typeof nothing {
    this.#props = props;
    if (matchMedia(TOUCH_ONLY_QUERY).matches) return nothing;
    const label = props.localizer.t('emoji');
    return html`<button
        type="button"
        class="icon-btn"
        part="emoji"
        data-opens="emoji"
        aria-label=${label}
        title=${label}
        aria-haspopup="grid"
        aria-expanded=${this.#isOpen ? 'true' : 'false'}
        @pointerenter=${this.#fetch}
        @focus=${this.#fetch}
        @mousedown=${keepFocus}
        @click=${this.#toggle}
      >
        ${iconSmile({ size: 18 })}</button
      >${
        this.#isOpen
          ? (this.#grid.get()?.emojiGrid({ label, recent: this.#recent, onPick: this.#pick }) ?? nothing)
          : nothing
      }`;
  }

  hostUpdated(): void {
    this.#grid.adopt();
    if (!this.#isOpen) return;
    // The view that had the button is gone.
    if (!this.#button) this.#close();
    const first = this.#leadIn && this.#popup?.querySelector('button');
    if (!first) return;
    this.#leadIn = false;
    first.focus();
  }

  hostDisconnected(): void {
    this.#close();
  }

  get #root(): ParentNode {
    return this.#host.shadowRoot ?? this.#host;
  }

  get #button(): HTMLElement | null {
    return this.#root.querySelector('[data-opens="emoji"]');
  }

  get #popup(): HTMLElement | null {
    return this.#root.querySelector('.emoji-grid');
  }

  readonly #fetch = (): void => void this.#grid.get();

  readonly #toggle = (event: MouseEvent): void => {
    if (this.#isOpen) return this.#close();
    this.#isOpen = true;
    this.#recent = this.#memory.load();
    // A click without a press came from a key.
    this.#leadIn = event.detail === 0;
    if (!this.#leadIn) this.#props?.composer.focus();
    this.#host.addEventListener('keydown', this.#onKeydown);
    const stop = onPressOutside(() => [this.#popup, this.#button], this.#close);
    this.#stopListening = () => {
      stop();
      this.#host.removeEventListener('keydown', this.#onKeydown);
    };
    this.#host.requestUpdate();
  };

  readonly #close = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = this.#leadIn = false;
    this.#stopListening?.();
    this.#host.requestUpdate();
  };

  /** By keyboard one at a time, and back to the text; a pointer may go on picking. */
  readonly #pick = (emoji: string, byKey: boolean): void => {
    this.#props?.composer.insert(emoji);
    const others = this.#memory.load().filter((one) => one !== emoji);
    this.#memory.save([emoji, ...others].slice(0, RECENT_EMOJI_LIMIT));
    if (!byKey) return;
    this.#close();
    this.#props?.composer.focus();
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const inGrid = this.#popup?.contains(event.composedPath()[0] as Node) ?? false;
    if (event.key === 'Tab' && inGrid) this.#close();
    if (event.key !== 'Escape' || event.isComposing) return;
    // The chat around it stays open.
    event.preventDefault();
    event.stopPropagation();
    this.#close();
    this.#props?.composer.focus();
  };
}

/** A press leaves the caret where it is. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
