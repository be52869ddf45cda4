// Waits for one message to leave the outbox.
import type { Thread } from '@globalchat/core';

/** True once the database has the message, false when it failed, was discarded or the thread lost sight of it. */
export function whenSent(thread: Thread, messageId: string): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const message = thread.get().messages.find((candidate) => candidate.id === messageId);
      if (message?.delivery === 'pending') return false;
      stop();
      resolve(message !== undefined && message.delivery !== 'failed');
      return true;
    };
    let stop: () => void = () => undefined;
    if (!look()) stop = thread.subscribe(look);
  });
}
