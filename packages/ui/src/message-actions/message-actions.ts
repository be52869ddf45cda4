// What can be done with one message: a button beside its bubble, and under it the actions that the button opens. One
// message has them open at a time; an action that cannot be undone asks first.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { iconMore } from '../icons/icons.ts';
import type { MessageActionsKey } from '../i18n/en/message-actions.ts';
import type { ScreenKey } from '../i18n/en/screens.ts';
import type { Wording } from '../i18n/wording.ts';

export interface MessageAction {
  readonly label: string;
  /** The question that is asked first. */
  readonly question?: string;
  /** Resolves to why it could not be done, in words; to nothing when it was. */
  readonly onChoose: () => Promise<string | undefined> | undefined;
}

/** What a transcript needs to know of it. */
export interface TranscriptActions {
  /** Changes when the actions of a message have to be drawn again; null where it has none. */
  stateOf(message: ConversationMessage): unknown;
  /** The button, for beside the message. */
  button(message: ConversationMessage): unknown;
  /** What the button opened, for under the message. */
  list(message: ConversationMessage): unknown;
}

export interface MessageActionsProps {
  readonly localizer: Wording<MessageActionsKey | Extract<ScreenKey, 'cancel'>>;
  /** None where nothing can be done with it. */
  readonly actionsOf: (message: ConversationMessage) => readonly MessageAction[];
}

export class MessageActions implements ReactiveController, TranscriptActions {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #props: MessageActionsProps | null = null;
  #openId: string | null = null;
  #asked: MessageAction['label'] | null = null;
  /** Why the last one could not be done. */
  #failure: string | null = null;
  /** What is focused once it is drawn. */
  #focusWanted: string | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Before the transcript is rendered. */
  receive(props: MessageActionsProps): this {
    this.#props = props;
    return this;
  }

  close(): void {
    this.#openId = this.#asked = this.#failure = null;
    this.#host.requestUpdate();
  }

  stateOf(message: ConversationMessage): unknown {
    if (message.id === this.#openId) return ['open', this.#asked, this.#failure].join(' ');
    return this.#actionsOf(message).length === 0 ? null : 'closed';
  }

  button(message: ConversationMessage): TemplateResult | typeof nothing {
    const label = this.#props?.localizer.t('messageOptions');
    if (this.#actionsOf(message).length === 0) return nothing;
    const isOpen = message.id === this.#openId;
    return html`<button
      type="button"
      class="icon-btn message-options"
      part="message-options"
      aria-label=${label}
      title=${label}
      aria-expanded=${isOpen ? 'true' : 'false'}
      @click=${() => this.#show(isOpen ? null : message.id)}
    >
      ${iconMore({ size: 16 })}
    </button>`;
  }

  list(message: ConversationMessage): TemplateResult | typeof nothing {
    const props = this.#props;
    if (message.id !== this.#openId || !props) return nothing;
    const actions = this.#actionsOf(message);
    const asked = actions.find(({ label }) => label === this.#asked);
    const choose = (action: MessageAction) => (): void => void this.#choose(message.id, action);
    return html`<div
      class="message-actions"
      role="group"
      aria-label=${asked?.question ?? props.localizer.t('messageOptions')}
      @keydown=${this.#onKeydown}
    >
      ${this.#failure === null ? nothing : html`<span class="bad" role="alert">${this.#failure}</span>`}
      ${
        asked
          ? html`<span>${asked.question}</span> ${this.#item(asked.label, choose(asked), 'bad')}
              ${this.#item(props.localizer.t('cancel'), () => this.#show(message.id))}`
          : actions.map((action) =>
              this.#item(action.label, action.question ? () => this.#ask(action) : choose(action)),
            )
      }
    </div>`;
  }

  hostUpdated(): void {
    if (this.#focusWanted === null) return;
    const found = (this.#host.shadowRoot ?? this.#host).querySelector<HTMLElement>(this.#focusWanted);
    this.#focusWanted = null;
    found?.focus({ preventScroll: true });
    found?.scrollIntoView({ block: 'nearest' });
  }

  #actionsOf(message: ConversationMessage): readonly MessageAction[] {
    return this.#props?.actionsOf(message) ?? [];
  }

  #item(label: string, onChoose: () => void, look = ''): TemplateResult {
    return html`<button type="button" class="btn link ${look}" @click=${onChoose}>${label}</button>`;
  }

  #show(messageId: string | null): void {
    this.#focusWanted = messageId === null ? null : '.message-actions button';
    this.#openId = messageId;
    this.#asked = this.#failure = null;
    this.#host.requestUpdate();
  }

  #ask({ label }: MessageAction): void {
    this.#asked = label;
    this.#focusWanted = '.message-actions button';
    this.#host.requestUpdate();
  }

  async #choose(messageId: string, { onChoose }: MessageAction): Promise<void> {
    this.close();
    const failure = await onChoose();
    if (failure === undefined) return;
    this.#openId = messageId;
    this.#failure = failure;
    this.#host.requestUpdate();
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#focusWanted = `[data-id="${CSS.escape(this.#openId ?? '')}"] ~ .message-options`;
    this.close();
  };
}
