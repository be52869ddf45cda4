// The line that says what happened, above all that something failed, and how long it stays.
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

export type NoticeContent = (localizer: InboxLocalizer) => TemplateResult;

export class NoticeController implements ReactiveController {
  readonly #host: ReactiveElement;
  #content: NoticeContent | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveElement & HTMLElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, {
      context: failureContext,
      subscribe: true,
      callback: (failure) => {
        if (failure !== null && !INTENTS_WITH_OWN_ERROR.has(failure.intent)) this.show(failed(failure.error));
      },
    });
  }

  /** A live region that is always there, so that what comes into it is spoken. */
  render(localizer: InboxLocalizer): TemplateResult {
    return html`<div role="status">
      ${
        this.#content === null
          ? nothing
          : html`<p class="notice" part="notice">
              ${this.#content(localizer)}
              <button type="button" aria-label=${localizer.t('dismiss')} @click=${this.dismiss}>
                ${iconClose({ size: 16 })}
              </button>
            </p>`
      }
    </div>`;
  }

  readonly dismiss = (): void => this.show(null);

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#content = null;
  }

  /** In the place of what was said before. */
  show(content: NoticeContent | null): void {
    clearTimeout(this.#timer);
    if (content !== null) this.#timer = setTimeout(this.dismiss, NOTICE_DURATION_MS);
    this.#content = content;
    this.#host.requestUpdate();
  }
}

const failed =
  (error: GlobalChatError): NoticeContent =>
  (localizer) =>
    html`${iconAlert({ size: 16 })}<span class="grow">${errorText(error, localizer)}</span>`;
