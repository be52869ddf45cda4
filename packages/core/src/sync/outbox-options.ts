// What the parts of an outbox share: what it is made of, what it shows, what its tabs tell each other. Types only.

import type { Environment } from '../environment/environment.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { Committed } from '../transport/transport.ts';
import type { UploadNote, UploadReport } from './upload-files.ts';

export interface OutboxState {
  /** In the order of sending, refused ones in their place. */
  readonly items: readonly OutboxItem[];
  /** False once the browser refused to store: items then end with the page. */
  readonly durable: boolean;
}

export interface OutboxOptions {
  readonly scope: string;
  readonly environment: Pick<Environment, 'clock' | 'random' | 'outboxStorage' | 'tabs'>;
  /** The user to send as; signs in where that is allowed. */
  readonly identify: () => Promise<string>;
  /** Whether this user may see an item that was found in the storage. */
  readonly belongs: (item: OutboxItem) => boolean;
  /** Sends one item, opening its session first when it has to be. */
  readonly deliver: (item: OutboxItem, report: UploadReport) => Promise<Committed>;
  /** The database has it; called before the item leaves the queue, in every tab. */
  readonly onSent: (committed: Committed) => void;
  /** Another tab wiped everything. */
  readonly onReset?: () => void;
}

/** Between the tabs that share the stored queue. */
export type OutboxMessage =
  /** Read the storage again. */
  | { readonly type: 'changed' }
  | { readonly type: 'sent'; readonly id: string; readonly committed: Committed }
  | { readonly type: 'uploading'; readonly id: string; readonly fields: UploadNote }
  | { readonly type: 'reset' };
