// From what a person wrote to an item of the outbox. Owns the checks before it and the order of queueing.

import type { Conversation, OutgoingMessage } from './conversation.ts';
import type { Environment } from '../environment/environment.ts';
import { GlobalChatError } from '../errors.ts';
import type { IdSource } from '../ids.ts';
import { lazyImport } from '../lazy.ts';
import type { Side } from '../store/delivery.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { OutboxFile, SessionOpening } from '../environment/outbox-storage.ts';
import { checkContent } from './check-content.ts';

export interface SendingParts {
  readonly id: string;
  readonly side: Side;
  readonly transport: { userId(): string | null };
  readonly environment: Pick<Environment, 'clock'>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly newId: IdSource;
  /** What to open the session with, while its row does not exist. */
  readonly opening: () => SessionOpening | null;
  readonly mayAttach: () => boolean;
  /** The outbox has it. */
  readonly onQueued: (content: string) => void;
}

export interface Sending {
  readonly send: Conversation['send'];
  readonly checkFiles: Conversation['checkFiles'];
}

export function createSending(options: SendingParts): Sending {
  /** Messages are queued in the order of `send`, however long their files take to be checked. */
  let last: Promise<unknown> = Promise.resolve();

  const check = async (files: Parameters<Conversation['checkFiles']>[0]): Promise<readonly OutboxFile[]> =>
    (await lazyImport(import('./check-files.ts'))).checkFiles(files, options.mayAttach());

  const queue = async ({ content, attachments = [], metadata = {} }: OutgoingMessage): Promise<string> => {
    checkContent(content, attachments.length);
    const files = attachments.length > 0 && (await check(attachments));
    const userId = options.transport.userId();
    if (options.side === 'agent' && userId === null) {
      throw new GlobalChatError('not_signed_in', 'Sign in to answer.');
    }
    const messageId = options.newId();
    await options.outbox.add({
      id: messageId,
      sessionId: options.id,
      userId,
      content,
      attachments: [],
      ...(files && { files }),
      metadata,
      queuedAt: options.environment.clock.now(),
      opening: options.opening(),
    });
    options.onQueued(content);
    return messageId;
  };

  return {
    send(message) {
      const queued = last.then(() => queue(message));
      last = queued.catch(() => undefined);
      return queued;
    },
    checkFiles: async (files) => void (await check(files)),
  };
}
