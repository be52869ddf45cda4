// What is done with a conversation once a reply in it is stored. Loaded with the first reply.
import type { SessionChanges, Thread } from '@globalchat/core';
import type { GcSendReplyEvent } from '../events/thread-intents.ts';

/** @param me User id of the one who answered. */
export async function finishReply(
  thread: Thread,
  messageId: string,
  { take, resolve }: Pick<GcSendReplyEvent, 'take' | 'resolve'>,
  me: string | undefined,
): Promise<void> {
  if (!(await whenSent(thread, messageId))) return;
  // A colleague may have taken it meanwhile.
  const taken = thread.get().session?.assignedTo !== null;
  const changes: SessionChanges = {
    ...(take && !taken && me !== undefined && { assignedTo: me }),
    ...(resolve && { status: 'resolved' }),
  };
  if (Object.keys(changes).length > 0) await thread.update(changes);
}

/** True once the database has the message, false when it failed, was discarded or the thread lost sight of it. */
function whenSent(thread: Thread, messageId: string): Promise<boolean> {
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
