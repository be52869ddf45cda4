// The base of elements about one conversation: the one in the property, else the provider's chosen one.
import { ContextConsumer } from '@lit/context';
import type { PropertyDeclarations } from 'lit';
import type { InboxSession } from '@globalchat/core';
import { inboxContext, selectionContext, threadContext } from '../contexts.ts';
import { GcUpdateSessionEvent } from '../events/session-intents.ts';
import type { SessionChanges } from '@globalchat/core';
import { ContextStore } from './context-store.ts';
import { GcElement } from './gc-element.ts';

export class SessionElement extends GcElement {
  static override properties: PropertyDeclarations = {
    session: { attribute: false },
  };

  /** The conversation, instead of the provider's chosen one. */
  declare session: InboxSession | null;

  readonly #selection = new ContextConsumer(this, { context: selectionContext, subscribe: true });
  readonly #thread = new ContextStore(this, threadContext, ({ session }) => ({ session }));
  readonly #list = new ContextStore(this, inboxContext, ({ sessions }) => {
    // The thread knows best; the list's row stands in while the thread loads.
    const known = this.#thread.value?.session ?? null;
    const id = this.#selection.value ?? null;
    return {
      row: known !== null || id === null ? null : (sessions.find((session) => session.id === id) ?? null),
    };
  });

  constructor() {
    super();
    this.session = null;
  }

  /** The conversation this element is about; null when none is chosen or it is not loaded yet. */
  protected get current(): InboxSession | null {
    return this.session ?? this.#thread.value?.session ?? this.#list.value?.row ?? null;
  }

  /** Its id, known before it is loaded. */
  protected get currentId(): string | null {
    return this.session?.id ?? this.#selection.value ?? null;
  }

  /** Asks for a change of the current conversation. */
  protected change(changes: SessionChanges): void {
    const id = this.current?.id;
    if (id !== undefined) this.tell(new GcUpdateSessionEvent([id], changes));
  }
}
