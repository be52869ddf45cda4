// The line that says that something failed. Owns how long it stays; refuses to know what failed.
import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveElement } from 'lit';
import type { GlobalChatError } from '@globalchat/core';
import { failureContext } from '../contexts.ts';

/** Milliseconds; long enough to read one sentence slowly. */
const STAY = 8000;

/** Intents whose own elements say that they failed. */
const SAID_ELSEWHERE = new Set<string | null>(['gc-sign-in', 'gc-add-note', null]);

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
        if (failure !== null && !SAID_ELSEWHERE.has(failure.intent)) this.#show(failure.error);
      },
    });
  }

  get error(): GlobalChatError | null {
    return this.#error;
  }

  readonly dismiss = (): void => this.#show(null);

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#error = null;
  }

  #show(error: GlobalChatError | null): void {
    clearTimeout(this.#timer);
    if (error !== null) this.#timer = setTimeout(this.dismiss, STAY);
    this.#error = error;
    this.#host.requestUpdate();
  }
}
