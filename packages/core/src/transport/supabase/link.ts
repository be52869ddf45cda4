// The seam under both transports: what they need from a connection to Supabase, without a word of the domain. Types only.
// Two implementations exist: the fetch link (visitors, small) and the client link (any supabase-js v2 client).

import type { GlobalChatError } from '../../errors.ts';
import type { ReadableStore } from '../../observable/store.ts';
import type { ConnectionState } from '../../types.ts';
import type { ChannelStatus, ConversationTransport, Watch } from '../transport.ts';

/** Asks for changes of a table in publication `supabase_realtime`. */
export interface TableFilter {
  readonly table: string;
  /** `column=eq.value`, as Realtime spells it. */
  readonly filter: string;
}

export interface ChannelListener {
  onStatus?(status: ChannelStatus, error?: GlobalChatError): void;
  /** A broadcast. The payload is whatever somebody sent. */
  onBroadcast?(event: string, payload: unknown): void;
  /** The server says why it does not tell of a table. Links of visitors, who ask for one table alone, lack it. */
  onProblem?(message: string): void;
  /** One of the asked tables changed. What changed is not told: only a sync knows. */
  onChange?(): void;
  /** Everything that anybody tracks on the topic. */
  onPresence?(entries: readonly unknown[]): void;
}

export interface ChannelOptions {
  readonly tables?: readonly TableFilter[];
  /** Whose presence `track` sets. Asks for everybody's presence, too. */
  readonly presenceKey?: string;
}

export interface LinkChannel extends Watch {
  /** Sends when joined, else does nothing: broadcasts are never worth waiting for. */
  broadcast(event: string, payload: Readonly<Record<string, unknown>>): void;
  /** Sets the own presence, again at each rejoin. Links without presence lack it. */
  track?(payload: Readonly<Record<string, unknown>>): void;
}

/** Joins a private channel at once and stays joined until it is closed, through reconnects and new tokens. */
export type OpenChannel = (topic: string, listener: ChannelListener, options?: ChannelOptions) => LinkChannel;

/** What a link can do with files. */
export interface Files {
  readonly upload: ConversationTransport['uploadFile'];
  readonly url: ConversationTransport['fileUrl'];
  /** For whoever erased the sessions that the files belong to. */
  readonly remove: (paths: readonly string[]) => Promise<void>;
}

export interface Link {
  readonly connection: ReadableStore<ConnectionState>;
  readonly userId: () => string | null;
  /**
   * Calls a database function. The answer is JSON of unknown shape; failures are GlobalChatErrors.
   * `asNobody` needs no user: a dead login must not keep anybody from what is public.
   */
  readonly rpc: (name: string, args: object, asNobody?: boolean) => Promise<unknown>;
  /** What can be done with files; their code is loaded for it. */
  readonly files: () => Promise<Files>;
  /** Several listeners may share a topic; the server sees one channel. */
  readonly channel: OpenChannel;
  /** Leaves the own channels and stops the own timers. */
  close(): void;
}

/** A link that can become somebody without a form. */
export interface VisitorLink extends Link {
  readonly signIn: (captchaToken?: string) => Promise<string>;
  readonly signOut: () => Promise<void>;
}
