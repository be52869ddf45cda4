// The button beside a message that opens what can be done with it, for one message at a time. What it opens is loaded
// when somebody reaches for the button.

import { html, nothing } from 'lit';
import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { iconMore } from '../icons/icons.ts';

/** What a transcript needs to know of it. */
export interface TranscriptActions {
  /** Changes when the actions of a message have to be drawn again; null where it has none. */
  stateOf(message: ConversationMessage): unknown;
  /** The button, for beside the message. */
  button(message: ConversationMessage): unknown;
  /** What the button opened, for under the message. */
  list(message: ConversationMessage): unknown;
}

export interface MessageOptionsProps {
  /** Accessible name of the button. */
  readonly label: string;
  /** Whether anything can be done with it. */
  readonly isFor: (message: ConversationMessage) => boolean;
}

export class MessageOptions implements TranscriptActions {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #actions: () => Pick<TranscriptActions, 'list'> | undefined;
  #props: MessageOptionsProps | null = null;
  #version = 0;
  /** The message whose actions show. */
  openId: string | null = null;

  /** @param actions Undefined while it is loaded, after which the host renders again. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    actions: () => Pick<TranscriptActions, 'list'> | undefined,
  ) {
    this.#host = host;
    this.#actions = actions;
  }

  /** Before the transcript is rendered. */
  receive(props: MessageOptionsProps): this {
    this.#props = props;
    return this;
  }

  show(messageId: string | null): void {
    this.openId = messageId;
    this.changed();
  }

  /** What shows under the open message is another now. */
  changed(): void {
    this.#version++;
    this.#host.requestUpdate();
  }

  stateOf(message: ConversationMessage): unknown {
    if (message.id === this.openId) return `${this.#version} ${this.#actions() !== undefined}`;
    return this.#props?.isFor(message) || null;
  }

  button(message: ConversationMessage): TemplateResult | typeof nothing {
    const props = this.#props;
    if (!props?.isFor(message)) return nothing;
    const isOpen = message.id === this.openId;
    return html`<button
      type="button"
      class="icon-btn message-options"
      part="message-options"
      aria-label=${props.label}
      title=${props.label}
      aria-expanded=${isOpen ? 'true' : 'false'}
      @pointerenter=${this.#actions}
      @focus=${this.#actions}
      @click=${() => this.show(isOpen ? null : message.id)}
    >
      ${iconMore({ size: 16 })}
    </button>`;
  }

  list(message: ConversationMessage): unknown {
    return message.id === this.openId ? this.#actions()?.list(message) : nothing;
  }
}
