// What can be done with the message whose options are open; an action that cannot be undone asks first.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import type { MessageOptions } from './message-options.ts';

export interface MessageAction {
  readonly label: string;
  /** The question that is asked first. */
  readonly question?: string;
  /** Resolves to why it could not be done, in words; to nothing when it was. */
  readonly onChoose: () => Promise<string | undefined> | undefined;
}

export interface MessageActionsProps {
  /** Accessible name of the group. */
  readonly label: string;
  /** Answers a question with no. */
  readonly cancel: string;
  readonly actions: readonly MessageAction[];
}

export class MessageActions implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: MessageOptions;
  #shownId: string | null = null;
  #asked: MessageAction['label'] | null = null;
  /** Why the last one could not be done. */
  #failure: string | null = null;
  /** What is focused once it is drawn. */
  #focusWanted: string | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, options: MessageOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  render({ id }: ConversationMessage, { label, cancel, actions }: MessageActionsProps): TemplateResult {
    if (this.#shownId !== id) {
      this.#shownId = id;
      this.#asked = null;
      this.#focusWanted = '.message-actions button';
    }
    const asked = actions.find((action) => action.label === this.#asked);
    const choose = (action: MessageAction) => (): void => void this.#choose(id, action);
    return html`<div
      class="message-actions"
      role="group"
      aria-label=${asked?.question ?? label}
      @keydown=${this.#onKeydown}
    >
      ${this.#failure === null ? nothing : html`<span class="bad" role="alert">${this.#failure}</span>`}
      ${
        asked
          ? html`<span>${asked.question}</span> ${item(asked.label, choose(asked), 'bad')}
              ${item(cancel, () => this.#ask(null))}`
          : actions.map((action) =>
              item(action.label, action.question ? () => this.#ask(action.label) : choose(action)),
            )
      }
    </div>`;
  }

  hostUpdated(): void {
    if (this.#options.openId === null) this.#shownId = this.#failure = null;
    if (this.#focusWanted === null) return;
    const found = (this.#host.shadowRoot ?? this.#host).querySelector<HTMLElement>(this.#focusWanted);
    this.#focusWanted = null;
    found?.focus({ preventScroll: true });
    found?.scrollIntoView({ block: 'nearest' });
  }

  #ask(label: MessageAction['label'] | null): void {
    this.#asked = label;
    this.#focusWanted = '.message-actions button';
    this.#options.changed();
  }

  async #choose(messageId: string, { onChoose }: MessageAction): Promise<void> {
    this.#options.show(null);
    // The button that was pressed goes; an action may want the focus elsewhere.
    this.#focusWanted = '.transcript';
    const failure = await onChoose();
    if (failure === undefined) return;
    this.#failure = failure;
    this.#options.show(messageId);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#focusWanted = `[data-id="${CSS.escape(this.#shownId ?? '')}"] ~ .message-options`;
    this.#options.show(null);
  };
}

function item(label: string, onChoose: () => void, look = ''): TemplateResult {
  return html`<button type="button" class="btn link ${look}" @click=${onChoose}>${label}</button>`;
}
