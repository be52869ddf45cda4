// One session, live. Owns the public shape of a conversation on either side.

import type { GlobalChatError } from '../errors.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { DeliveryDelay } from '../environment/outbox-storage.ts';
import type { Attachment, ConnectionState, DeliveryState, Message, SenderType, Session } from '../types.ts';

/** A bubble: a stored message with how far it got, or one still in the outbox (`seq` null, `rev` 0). */
export interface ConversationMessage extends Omit<Message, 'seq'> {
  readonly seq: number | null;
  /** Of own messages; those of the other side are `sent`. */
  readonly delivery: DeliveryState;
  /** Why a `failed` one failed. */
  readonly error: GlobalChatError | null;
  /** Why a `pending` one does not go through for now, and when it is tried again, in epoch milliseconds. */
  readonly delay?: DeliveryDelay | undefined;
  /** Files on their way, of queued messages only: once the message is stored, they are its `attachments`. */
  readonly uploads?: readonly FileUpload[];
}

/** A file of a queued message. */
export interface FileUpload {
  readonly name: string;
  /** As its first bytes tell, whatever its name says. */
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
  /** The bytes, for a preview. */
  readonly file: Blob;
  /** How much of it has arrived, 0 to 1. Falls back to 0 when an upload that was cut starts over. */
  readonly progress: number;
}

export interface ConversationState<S extends Session = Session> {
  /** Null until the first message of a new conversation is on its way. */
  readonly session: S | null;
  /** A contiguous run by `seq` up to the newest, then what the outbox holds, in the order of sending. */
  readonly messages: readonly ConversationMessage[];
  /** Older messages exist on the server. */
  readonly hasMore: boolean;
  readonly loading: 'none' | 'initial' | 'older';
  readonly connection: ConnectionState;
  /** The other side is writing; the name when it is known. */
  readonly typing: { readonly name: string | null } | null;
  /** Text of the composer, kept across reloads. */
  readonly draft: string;
  /** Messages of the other side after the own read position. */
  readonly unread: number;
  /** The last failure of loading or joining; a failed message carries its own. */
  readonly error: GlobalChatError | null;
  /** False when the browser refuses storage: messages then live only as long as the page. */
  readonly durable: boolean;
}

export interface OutgoingMessage {
  /** May be empty beside a file. */
  readonly content: string;
  /** At most 10. `FILE_LIMITS` says how large and of which types. */
  readonly attachments?: readonly (File | OutgoingFile)[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A file to send, with what only the user interface knows of it. */
export interface OutgoingFile {
  readonly file: Blob;
  /** Shown to the other side. */
  readonly name: string;
  /** Of pictures, in pixels: lets a transcript keep their place before they are loaded. */
  readonly width?: number;
  readonly height?: number;
}

export interface Conversation<S extends Session = Session> extends ReadableStore<ConversationState<S>> {
  readonly id: string;
  /** Which side this client is on. */
  readonly side: Exclude<SenderType, 'system'>;
  /** Starts to listen and to load. Safe to repeat; `close` ends it. */
  open(): void;
  /**
   * Puts a message into the outbox and returns its id once it is held there; it then shows as `pending`.
   * Rejects with `content_empty`, `content_too_long` or what `checkFiles` says, in which case nothing was queued.
   */
  send(message: OutgoingMessage): Promise<string>;
  /** Sends a `failed` message again, under the same id. */
  retry(messageId: string): void;
  /**
   * Whether these files may be sent together, before anybody presses Send. Rejects with `upload_not_allowed`,
   * `too_many_files`, `file_empty`, `file_too_large` or `file_type_not_allowed`.
   */
  checkFiles(files: readonly (File | OutgoingFile)[]): Promise<void>;
  /**
   * An address under which a file can be shown for about an hour, or saved with `download`. The same one comes back
   * until it is about to expire. Rejects with `not_found` when the file is gone or somebody else's.
   */
  fileUrl(
    attachment: Pick<Attachment, 'path' | 'name'>,
    options?: { readonly download?: boolean },
  ): Promise<string>;
  /** Drops a `failed` message, or one whose files are still being uploaded: that cancels them. */
  discard(messageId: string): void;
  /**
   * New words for an own message. With the `rev` that they were made from, rejects with `edit_conflict` when the message
   * was changed elsewhere since.
   */
  edit(messageId: string, content: string, baseRev?: number): Promise<void>;
  delete(messageId: string): Promise<void>;
  loadOlder(): Promise<void>;
  /** Asks the server what is new, now. */
  sync(): Promise<void>;
  setDraft(text: string): void;
  /** The user typed: tells the other side, throttled. `false` when the composer was emptied. */
  setTyping(typing: boolean): void;
  /** True while somebody looks at the transcript: only then messages count as read. */
  setVisible(visible: boolean): void;
  close(): void;
}
