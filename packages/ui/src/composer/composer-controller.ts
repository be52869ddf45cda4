// Where a message is written: the text while it is typed, growing, the counter, and what Enter means. Only an accepted
// send empties the box.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { iconSend } from '../icons/conversation-icons.ts';
import { Draft } from './draft.ts';
import type { ComposerProps } from './composer-props.ts';
import { EnterKey } from './enter-key.ts';

/** From this many characters before the limit on, the counter shows. */
const COUNTER_FROM_CHARACTERS_LEFT = 200;

/** Renders a composer into its host's shadow root; the host calls `render` from its own `render`. */
export class ComposerController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #draft = new Draft();
  readonly #enter = new EnterKey();
  #props: ComposerProps | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The text as it stands in the box. */
  get value(): string {
    return this.#draft.text;
  }

  /** Replaces the text, as if it were typed: `onInput` hears of it. */
  set value(text: string) {
    this.#change(text);
    this.#host.requestUpdate();
  }

  focus(): void {
    this.#textbox?.focus();
  }

  /** Puts text at the caret, in place of what is selected: an emoji, a canned reply. */
  insert(text: string): void {
    const box = this.#textbox;
    if (!box) return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
    this.#change(box.value);
    this.#host.requestUpdate();
  }

  render(props: ComposerProps): TemplateResult {
    this.#props = props;
    this.#draft.receive(props.value, this.#enter.composing, props.owner);
    const { localizer, tools, actions } = props;
    const left = this.#charactersLeft(props);
    const canSend = this.#canSend(props);
    return html`<div class="composer" part="composer">
      ${props.above ?? nothing}
      <textarea
        part="textbox"
        rows="1"
        aria-label=${props.label}
        aria-describedby="composer-count"
        aria-invalid=${left < 0 ? 'true' : 'false'}
        placeholder=${props.placeholder}
        enterkeyhint=${props.sendKey === 'enter' ? 'send' : 'enter'}
        autocomplete="off"
        .value=${this.#draft.text}
        @input=${this.#onInput}
        @keydown=${this.#onKeyDown}
        @compositionstart=${this.#enter.onComposition}
        @compositionend=${this.#enter.onComposition}
      ></textarea>
      <div class="count ${left < 0 ? 'over' : ''}" id="composer-count" role=${left < 0 ? 'alert' : nothing}>
        ${
          left > COUNTER_FROM_CHARACTERS_LEFT
            ? nothing
            : left < 0
              ? localizer.t('tooLong', { n: -left })
              : localizer.t('charactersLeft', { n: left })
        }
      </div>
      <div class="tools">
        ${tools ?? nothing}
        <span class="space"></span>
        ${
          actions ??
          html`<button
            type="button"
            class="send"
            part="send"
            aria-label=${props.sendLabel}
            aria-disabled=${canSend ? 'false' : 'true'}
            @mousedown=${keepFocus}
            @click=${this.send}
          >
            ${iconSend()}
          </button>`
        }
      </div>
    </div>`;
  }

  hostUpdated(): void {
    const box = this.#textbox;
    if (!box || !this.#props) return;
    const { min, max } = this.#props.rows ?? { min: 1, max: 6 };
    box.style.setProperty('--_min-rows', String(min));
    box.style.setProperty('--_max-rows', String(max));
    if (CSS.supports('field-sizing', 'content')) return;
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight}px`;
  }

  /** What the button and Enter do; for the host's own buttons in `actions`. The box empties when `onSend` takes the text. */
  readonly send = (): void => {
    const props = this.#props;
    if (!props || !this.#canSend(props)) return;
    if (props.onSend(this.#draft.text)) this.#change('');
    this.#host.requestUpdate();
  };

  get #textbox(): HTMLTextAreaElement | null {
    return (this.#host.shadowRoot ?? this.#host).querySelector('.composer textarea');
  }

  #change(text: string): void {
    this.#draft.typed(text);
    this.#props?.onInput(text);
  }

  /** In characters as the database counts them, not in UTF-16 units; counted exactly only near the limit. */
  #charactersLeft({ maxLength }: ComposerProps): number {
    const { length } = this.#draft.text;
    return (
      maxLength - (length > maxLength - COUNTER_FROM_CHARACTERS_LEFT ? [...this.#draft.text].length : length)
    );
  }

  #canSend(props: ComposerProps): boolean {
    const hasContent = props.sendable === true || props.isVisible(this.#draft.text);
    return hasContent && props.busy !== true && this.#charactersLeft(props) >= 0;
  }

  readonly #onInput = (event: Event): void => {
    this.#change((event.target as HTMLTextAreaElement).value);
    this.#host.requestUpdate();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !this.#enter.sends(event, this.#props?.sendKey ?? 'enter')) return;
    event.preventDefault();
    this.send();
  };
}

/** A press on Send leaves the caret, and the keyboard of a phone, where they are. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
