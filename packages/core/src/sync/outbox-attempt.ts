// One attempt to send an item: as whom, with what its files report, and until nothing is left to do for it.

import type { OutboxItem } from '../environment/outbox-storage.ts';
import { GlobalChatError } from '../errors.ts';
import type { Committed } from '../transport/transport.ts';
import type { OutboxMessage, OutboxOptions } from './outbox-options.ts';
import type { OutboxQueue } from './outbox-queue.ts';

/** A message goes out as who wrote it, or not at all. */
export function checkAuthor({ userId }: OutboxItem, user: string | null): void {
  if (userId !== null && userId !== user) {
    throw new GlobalChatError('not_allowed', 'The message was queued by another user.');
  }
}

/** Resolves to what the database made of it, or to null when somebody else is done with it. */
export async function attemptItem(
  item: OutboxItem,
  { identify, deliver }: OutboxOptions,
  { done, endings, find, put, replace }: OutboxQueue,
  tell: (message: OutboxMessage) => void,
): Promise<Committed | null> {
  const { id } = item;
  const userId = await identify();
  checkAuthor(item, userId);
  const bound = { ...item, userId };
  if (item.userId === null) await replace(bound);
  if (done.has(id)) return null;
  const stop = new AbortController();
  const ended = new Promise<null>((resolve) =>
    endings.set(id, () => {
      resolve(null);
      stop.abort();
    }),
  );
  const committed = await Promise.race([
    deliver(bound, {
      signal: stop.signal,
      async note(fields) {
        const noted = { ...(find(id) ?? bound), ...fields };
        if (fields.attachments) await replace(noted);
        else put(noted);
        // Without its bytes, which are on the disk.
        tell({ type: 'uploading', id, fields });
      },
    }),
    ended,
  ]).finally(() => endings.delete(id));
  return done.has(id) ? null : committed;
}
