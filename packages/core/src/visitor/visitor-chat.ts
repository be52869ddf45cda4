// The visitor's side: composition root of config, identity, conversations. Nothing is stored, inserted or connected
// before the visitor acts: only `loadConfig` may run on page load.

import type { Conversation } from '../conversation/conversation.ts';
import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { VisitorTransport } from '../transport/transport.ts';
import type {
  ConnectionState,
  IdentityProof,
  PlainValue,
  Session,
  VisitorDetails,
  VisitorIdentity,
  WidgetConfig,
} from '../types.ts';

export interface VisitorChatState {
  /** `failed` when the config could not be had; `error` says why. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly config: WidgetConfig | null;
  /** Newest first; empty until `restore`. */
  readonly sessions: readonly Session[];
  /** Whether `sessions` is what the server said. */
  readonly restored: boolean;
  /** Over all conversations. */
  readonly unread: number;
  readonly connection: ConnectionState;
  readonly error: GlobalChatError | null;
  /** Who the visitor was proved to be, or why what was given proves nothing; null before. */
  readonly identity: VisitorIdentity | GlobalChatError | null;
}

export interface VisitorChatOptions {
  /** https://PROJECT.supabase.co, or the local backend's address. */
  readonly url?: string;
  /** Publishable (`sb_publishable_…`) or legacy anon key. Secret keys are refused with `secret_key_refused`. */
  readonly key?: string;
  readonly widgetId: string;
  /** A supabase-js v2 client of the host app; it is then used instead of `url` and `key`. */
  readonly client?: unknown;
  /** How changes arrive: `broadcast` unless said otherwise. */
  readonly transport?: 'broadcast' | 'postgres_changes' | VisitorTransport;
  readonly visitor?: VisitorDetails;
  /** Known keys such as `page`, `referrer`, `locale`, `user_agent`; at most 2 KB. */
  readonly metadata?: () => Readonly<Record<string, unknown>>;
  /** Logs the realtime status lines. */
  readonly debug?: boolean;
  readonly environment?: Partial<Environment>;
}

export interface VisitorChat extends ReadableStore<VisitorChatState> {
  readonly widgetId: string;
  /** True when this browser has talked before, or tried to. Reads storage, writes nothing. */
  hasIdentity(): boolean;
  /** The widget's public config; repeated calls share the answer. */
  loadConfig(): Promise<WidgetConfig>;
  /**
   * Somebody looks at the chat: the config is kept true, whether the owner edits it or an hour turns. Without that it is as
   * long as a conversation is open.
   */
  follow(is: boolean): void;
  /** Lists this visitor's conversations. Never signs anybody in; asks the server when somebody is known, also by the disk. */
  restore(): Promise<readonly Session[]>;
  /**
   * An existing conversation by id, or a new one, whose row is made by its first message. Same id, same object; without
   * an id it is the same new one until its first message is stored.
   */
  conversation(sessionId?: string): Conversation;
  /**
   * Signs in before the first message, which otherwise does it by itself: for projects that ask for a captcha.
   * Rejects with `captcha_required`, `anonymous_sign_ins_disabled` and the like.
   */
  signIn(options?: { readonly captchaToken?: string }): Promise<void>;
  /**
   * Merges name, e-mail and the like, and known keys of metadata, into what the next conversation is opened with, and
   * tells them to those that are open now, when they are news. `reset` forgets them. What the server says against it shows
   * in `error`.
   */
  setVisitor(details: VisitorDetails, metadata?: Readonly<Record<string, unknown>>): void;
  /**
   * Proves who the visitor is, by a token that the host's backend signed for this widget, or by a function that has one:
   * it is asked when the proof is needed, again when its token has expired by then, and once when it was refused.
   * Resolves with null as long as the visitor has not acted: it is then proved before their first message is sent, which
   * goes in any case. What waits in the outbox stays the signed-in user's own. Rejects with `identity_invalid`;
   * with `identity_unavailable` when the function rejects or hangs, after which it is left alone for a while; and with
   * `identity_conflict` when somebody else is identified in this browser: `reset()` first.
   */
  identify(proof: IdentityProof): Promise<VisitorIdentity | null>;
  /**
   * Tells the team more about the visitor, name by name; null takes one away. Kept in memory until there is a conversation.
   * Rejects with `invalid_argument` for what is no plain value, or too much.
   */
  setAttributes(attributes: Readonly<Record<string, PlainValue>>): Promise<void>;
  /**
   * Tells the team what the visitor did. The newest twenty count, and are kept in memory until there is a conversation.
   * Rejects with `invalid_argument` for a name or properties that cannot be shown.
   * @param at When they did it, in epoch milliseconds; now.
   */
  track(name: string, properties?: Readonly<Record<string, PlainValue>>, at?: number): Promise<void>;
  /** Deletes everything of this visitor on the server, then everything on this device, as `reset` does. */
  erase(): Promise<void>;
  rate(sessionId: string, score: number, comment?: string): Promise<void>;
  /** Logout: closes everything, forgets the token, the drafts and the outbox, in every tab. */
  reset(): Promise<void>;
  /** Closes sockets and timers. The object is of no use afterwards. */
  destroy(): void;
}
