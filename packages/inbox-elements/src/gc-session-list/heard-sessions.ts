// What an inbox hears of conversations, those outside the present filters too.
import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Inbox, InboxSession } from '@globalchat/core';
import { inboxContext } from '../contexts.ts';

export class HeardSessions implements ReactiveController {
  readonly #onSessions: (sessions: readonly InboxSession[]) => void;
  #inbox: Inbox | null = null;
  #stop: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    onSessions: (sessions: readonly InboxSession[]) => void,
  ) {
    this.#onSessions = onSessions;
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
    this.#stop?.();
    this.#inbox = inbox;
    this.#stop = inbox?.onSessions((sessions) => this.#onSessions(sessions));
  }
}
