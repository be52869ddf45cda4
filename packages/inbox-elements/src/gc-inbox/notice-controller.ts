// The line that says that something failed, and how long it stays.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveElement, TemplateResult } from 'lit';
import { iconAlert, iconClose } from '@globalchat/ui';
import type { GlobalChatError } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { failureContext } from '../contexts.ts';
import { errorText } from '../describe/error-text.ts';

/** Milliseconds; long enough to read one sentence slowly. */
const NOTICE_DURATION_MS = 8000;

/** Intents whose own elements say that they failed. */
const INTENTS_WITH_OWN_ERROR = new Set<string | null>([
  'gc-sign-in',
  'gc-add-note',
  'gc-edit-message',
  'gc-delete-message',
  null,
]);

export class NoticeController implements ReactiveController {
  readonly #host: ReactiveElement;
  #error: GlobalChatError | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveElement & HTMLElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, {
      context: failureContext,
      subscribe: true,
      callback: (failure) => {
        if (failure !== null && !INTENTS_WITH_OWN_ERROR.has(failure.intent)) this.#show(failure.error);
      },
    });
  }

  /** A live region that is always there, so that what comes into it is spoken. */
  render(localizer: InboxLocalizer): TemplateResult {
    return html`<div role="status">
      ${this.#error === null ? nothing : this.#line(this.#error, localizer)}
    </div>`;
  }

  readonly #dismiss = (): void => this.#show(null);

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#error = null;
  }

  #line(error: GlobalChatError, localizer: InboxLocalizer): TemplateResult {
    return html`<p class="notice" part="notice">
      ${iconAlert({ size: 16 })}<span class="grow">${errorText(error, localizer)}</span>
      <button type="button" aria-label=${localizer.t('dismiss')} @click=${this.#dismiss}>
        ${iconClose({ size: 16 })}
      </button>
    </p>`;
  }

  #show(error: GlobalChatError | null): void {
    clearTimeout(this.#timer);
    if (error !== null) this.#timer = setTimeout(this.#dismiss, NOTICE_DURATION_MS);
    this.#error = error;
    this.#host.requestUpdate();
  }
}
