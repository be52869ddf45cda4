// Where messages wait until the database has them. Types only; outbox-idb.ts and outbox-memory.ts implement it.

import type { GlobalChatErrorCode } from '../errors.ts';
import type { Attachment, VisitorDetails } from '../types.ts';

/** What a new conversation is opened with, kept beside its first message so that a reload loses neither. */
export interface SessionOpening {
  readonly visitor: VisitorDetails;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A file that goes with a message, checked already. */
export interface OutboxFile {
  readonly file: Blob;
  readonly name: string;
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
}

/** A failure that is tried again. */
export interface DeliveryDelay {
  readonly code: GlobalChatErrorCode;
  readonly message: string;
  readonly retryAt: number;
}

/** One message that the database has not confirmed yet. */
export interface OutboxItem {
  /** The message's id, made once; every attempt repeats it. */
  readonly id: string;
  /** The widget or the agents' project it belongs to, so that two of them on one origin never meet. */
  readonly scope: string;
  readonly sessionId: string;
  /** Who may send it; null until the visitor's first sign-in worked. Never changes from one user to another. */
  readonly userId: string | null;
  readonly content: string;
  /** Those of `files` that are uploaded, in their order. */
  readonly attachments: readonly Attachment[];
  /** In memory only: how much of the first file that is not uploaded has arrived, 0 to 1. */
  readonly progress?: number;
  /** Why it does not go through for now, and when it is tried again, in epoch milliseconds. */
  readonly delay?: DeliveryDelay | undefined;
  /** Absent when the message has none. */
  readonly files?: readonly OutboxFile[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly queuedAt: number;
  /** Set while the session's row may not exist yet. */
  readonly opening: SessionOpening | null;
  /** Why the server refused it for good, or null while it waits. */
  readonly failure: { readonly code: GlobalChatErrorCode; readonly message: string } | null;
}

/** Every method rejects when the storage refuses; the outbox then goes on from memory and says so. */
export interface OutboxStorage {
  /** False when what is stored ends with the page. */
  readonly durable: boolean;
  /** The items of one scope in the order they were added. Creates nothing where nothing was stored. */
  load(scope: string): Promise<readonly OutboxItem[]>;
  /** Resolves once the item would survive a crash. */
  add(item: OutboxItem): Promise<void>;
  /** Keeps the item's place in the order; does nothing when it is gone. */
  replace(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
  clear(scope: string): Promise<void>;
}
