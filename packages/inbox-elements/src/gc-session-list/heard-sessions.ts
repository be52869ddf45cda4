// What an inbox hears of conversations, those outside the present filters too, and of their end.
import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Inbox } from '@globalchat/core';
import { inboxContext } from '../contexts.ts';
import type { StableRows } from './stable-rows.ts';

export class HeardSessions implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #rows: StableRows;
  readonly #isHeld: () => boolean;
  #inbox: Inbox | null = null;
  #ends: readonly (() => void)[] = [];

  /** @param isHeld Whether the rows keep their order now. */
  constructor(host: ReactiveControllerHost & HTMLElement, rows: StableRows, isHeld: () => boolean) {
    this.#host = host;
    this.#rows = rows;
    this.#isHeld = isHeld;
    host.addController(this);
    new ContextConsumer(host, {
      context: inboxContext,
      subscribe: true,
      callback: (inbox) => this.#follow(inbox),
    });
  }

  hostDisconnected(): void {
    this.#follow(null);
  }

  #follow(inbox: Inbox | null): void {
    if (inbox === this.#inbox) return;
    for (const end of this.#ends) end();
    this.#inbox = inbox;
    this.#ends = inbox
      ? [
          inbox.onSessions((sessions) => {
            if (this.#isHeld() && this.#rows.hear(sessions)) this.#host.requestUpdate();
          }),
          inbox.onErased((sessionIds) => {
            this.#rows.forget(sessionIds);
            this.#host.requestUpdate();
          }),
        ]
      : [];
  }
}
