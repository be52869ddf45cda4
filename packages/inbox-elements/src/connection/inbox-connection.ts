// The life of a provider's inbox: made when its host is in a document and knows what to connect to, started, replaced,
// destroyed.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { GlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { Inbox } from '@globalchat/core';
import type { Account } from '../contexts.ts';
import { AgentObserver } from './agent-observer.ts';
import type * as authModule from './auth.ts';
import { canSignIn } from './auth-client.ts';
import { openInbox } from './open-inbox.ts';
import type { InboxSettings } from './open-inbox.ts';
import { OpenThreads } from './open-threads.ts';

/** Milliseconds that a page's own script has to set `client` after the element appeared, before that counts as a mistake. */
const CLIENT_SETTINGS_WAIT_MS = 1500;

export interface ConnectionSettings extends InboxSettings {
  /** A ready inbox; then the rest only serves signing in. */
  readonly inbox: Inbox | null;
}

export class InboxConnection implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  readonly #onError: (error: GlobalChatError) => void;
  readonly #onErased: (sessionIds: readonly string[]) => void;
  readonly #agent: AgentObserver;
  #settings: ConnectionSettings | null = null;
  #inbox: Inbox | null = null;
  #threads: OpenThreads | null = null;
  #client: unknown = null;
  #own = false;
  #error: GlobalChatError | null = null;
  #account: Account = { available: false, busy: false, error: null };
  /** Counts attempts, so that a slow one notices that it is no longer wanted. */
  #attempt = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #hearNoMore: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost & { readonly isConnected: boolean },
    onError: (error: GlobalChatError) => void,
    onAgent: ConstructorParameters<typeof AgentObserver>[0],
    onErased: (sessionIds: readonly string[]) => void,
  ) {
    this.#onErased = onErased;
    this.#agent = new AgentObserver(onAgent);
    this.#host = host;
    this.#onError = onError;
    host.addController(this);
  }

  get inbox(): Inbox | null {
    return this.#inbox;
  }

  get threads(): OpenThreads | null {
    return this.#threads;
  }

  get account(): Account {
    return this.#account;
  }

  /** Why there is no inbox. */
  get error(): GlobalChatError | null {
    return this.#error;
  }

  hostConnected(): void {
    if (this.#settings !== null && this.#inbox === null) this.use(this.#settings);
  }

  hostDisconnected(): void {
    // A move within the document takes the host out and puts it back at once: that is no end.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#end();
    });
  }

  /** Connects anew with these settings. */
  use(settings: ConnectionSettings): void {
    this.#end();
    this.#settings = settings;
    if (
      settings.inbox === null &&
      settings.client === null &&
      settings.supabaseUrl === null &&
      settings.supabaseKey === null
    ) {
      this.#patience = setTimeout(() => void this.#begin(settings), CLIENT_SETTINGS_WAIT_MS);
    } else {
      void this.#begin(settings);
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    const client = this.#client;
    if (!canSignIn(client))
      throw new GlobalChatError('invalid_argument', 'This inbox has no client to sign in with.');
    this.#setAccount({ busy: true, error: null });
    try {
      const { signIn } = await auth();
      await signIn(client, email, password, () => this.#inbox);
      this.#setAccount({ busy: false });
    } catch (cause) {
      this.#setAccount({ busy: false, error: toGlobalChatError(cause) });
      throw cause;
    }
  }

  async signOut(): Promise<void> {
    this.#threads?.closeAll();
    const client = this.#client;
    if (canSignIn(client)) {
      // Of this browser only, and at once: who leaves waits for no code that has to come.
      const answer = await client.auth.signOut({ scope: 'local' });
      if (answer.error) (await auth()).check(answer);
    }
    // An inbox that heard of it shows the way in already, and somebody may be typing there.
    if (this.#inbox?.get().status !== 'signed-out') await this.#inbox?.start();
  }

  async #begin(settings: ConnectionSettings): Promise<void> {
    const attempt = ++this.#attempt;
    try {
      const opened =
        settings.inbox === null
          ? await openInbox(settings)
          : { inbox: settings.inbox, client: settings.client };
      if (attempt !== this.#attempt) {
        if (settings.inbox === null) opened.inbox.destroy();
        return;
      }
      this.#inbox = opened.inbox;
      this.#threads = new OpenThreads(opened.inbox, (error) => {
        console.warn(`[Global Chat] ${error.code}: ${error.message}`);
        this.#onError(error);
      });
      this.#client = opened.client;
      this.#own = settings.inbox === null;
      this.#agent.follow(opened.inbox);
      this.#hearNoMore = opened.inbox.onErased(this.#onErased);
      this.#setAccount({ available: canSignIn(opened.client) });
      await opened.inbox.start();
    } catch (cause) {
      if (attempt === this.#attempt) this.#fail(toGlobalChatError(cause));
    }
  }

  #fail(error: GlobalChatError): void {
    // Once the inbox exists, its own state tells of failures and the list offers a retry.
    if (this.#inbox !== null) return;
    this.#error = error;
    console.warn(`[Global Chat] ${error.code}: ${error.message}`);
    this.#onError(error);
    this.#host.requestUpdate();
  }

  #setAccount(change: Partial<Account>): void {
    this.#account = { ...this.#account, ...change };
    this.#host.requestUpdate();
  }

  #end(): void {
    this.#attempt++;
    clearTimeout(this.#patience);
    this.#agent.follow(null);
    this.#hearNoMore?.();
    this.#threads?.closeAll();
    if (this.#own) this.#inbox?.destroy();
    this.#inbox = null;
    this.#threads = null;
    this.#client = null;
    this.#own = false;
    this.#error = null;
    this.#account = { available: false, busy: false, error: null };
  }
}

async function auth(): Promise<typeof authModule> {
  try {
    return await import('./auth.ts');
  } catch (cause) {
    throw new GlobalChatError('network', 'A part of the inbox could not be loaded.', { cause });
  }
}
