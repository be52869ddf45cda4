// What a provider hands down the tree: context keys and their types. The keys are registered symbols, so that elements
// of two bundles on one page can still be composed.
import { createContext } from '@lit/context';
import type { GlobalChatError, Inbox, SearchHit, Thread } from '@globalchat/core';
import type { InboxLocalizer } from './base/default-localizer.ts';

/** Whether and how one can sign in here. */
export interface Account {
  /** The provider holds a client that can sign in and out. */
  readonly available: boolean;
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly error: GlobalChatError | null;
}

/** A search over all conversations. `hits` may still be those of the words before while `status` is `searching`. */
export interface Search {
  /** As it was typed; empty when nobody searches. */
  readonly query: string;
  readonly status: 'idle' | 'searching' | 'ready' | 'failed';
  /** Newest first. */
  readonly hits: readonly SearchHit[];
  readonly hasMore: boolean;
}

/** Nobody searches. */
export const NO_SEARCH: Search = { query: '', status: 'idle', hits: [], hasMore: false };

/** Where in a conversation somebody wants to be led: at a message or a note. */
export interface Place {
  readonly sessionId: string;
  readonly id: string;
  /** Epoch milliseconds of it. */
  readonly at: number;
}

/** An intent that could not be fulfilled; `intent` is its event type, null when no intent was behind it. */
export interface Failure {
  readonly error: GlobalChatError;
  readonly intent: string | null;
}

/** Notes that were not sent yet, by session. Replies keep theirs in the thread. */
export interface NoteDrafts {
  get(sessionId: string): string;
}

/** Null until the provider has a client or an inbox. */
export const inboxContext = createContext<Inbox | null>(Symbol.for('@globalchat/inbox'));

/** The chosen conversation's id. */
export const selectionContext = createContext<string | null>(Symbol.for('@globalchat/inbox:selection'));

/** Where in it, when a search led there; another object each time. */
export const placeContext = createContext<Place | null>(Symbol.for('@globalchat/inbox:place'));

/** The chosen conversation, live. */
export const threadContext = createContext<Thread | null>(Symbol.for('@globalchat/inbox:thread'));

/** The search in the list's place, and what it found. */
export const searchContext = createContext<Search>(Symbol.for('@globalchat/inbox:search'));

export const accountContext = createContext<Account>(Symbol.for('@globalchat/inbox:account'));
export const noteDraftsContext = createContext<NoteDrafts>(Symbol.for('@globalchat/inbox:note-drafts'));
export const localizerContext = createContext<InboxLocalizer>(Symbol.for('@globalchat/inbox:localizer'));

/** What a provider last failed to do; another object each time. */
export const failureContext = createContext<Failure | null>(Symbol.for('@globalchat/inbox:failure'));
