// What visitors and agents do alike: calls and watches of one session, in the domain's words over any link.

import type { Environment } from '../../environment/environment.ts';
import type { SenderType, Session } from '../../types.ts';
import type { ConversationTransport } from '../transport.ts';
import { shapeError } from './errors.ts';
import type { Link, TableFilter } from './link.ts';
import { watchTables } from './channels/postgres-changes.ts';
import { readCommitted, readSessionEvent, readSyncPage, readTyping } from './rows/events.ts';
import type { SessionReader } from './rows/events.ts';
import { readSession } from './rows/session.ts';
import type { TypingChannel } from './channels/typing-channel.ts';

/** How changes arrive: pushed by the database, or as doorbells of Realtime's table replication. */
export type ChangeSource = 'broadcast' | 'postgres_changes';

export interface ConversationTransportOptions<S extends Session> {
  readonly link: Link;
  readonly environment: Environment;
  readonly side: Exclude<SenderType, 'system'>;
  readonly changes: ChangeSource;
  /** Of answers. Events always carry the visitor's view, because visitors hear them, too. */
  readonly readSession: SessionReader<S>;
  /** The tables whose changes ring for a session, with `changes: 'postgres_changes'`. */
  readonly tables: (sessionId: string) => readonly TableFilter[];
  /** Goes with the own typing, when the other side may know it. */
  readonly typingName?: () => string | null;
}

/** Calls `global_chat_<name>` and reads the answer; rejects with `schema_missing` when it has another shape. */
export async function ask<Answer>(
  link: Link,
  name: string,
  args: object,
  read: (value: unknown) => Answer | null,
  asNobody = false,
): Promise<Answer> {
  const answer = read(await link.rpc(`global_chat_${name}`, args, asNobody));
  if (answer === null) throw shapeError(`global_chat_${name}`);
  return answer;
}

export function createConversationTransport<S extends Session>(
  options: ConversationTransportOptions<S>,
): ConversationTransport<S> {
  const { link, side, changes, environment } = options;
  const otherSide = side === 'visitor' ? 'agent' : 'visitor';
  let typingChannel: Promise<TypingChannel | null> | undefined;
  const readAnswer = (value: unknown) => readCommitted(value, options.readSession);

  return {
    connection: link.connection,
    userId: link.userId,
    sync: ({ sessionId, sinceRev, beforeSeq, pageSize }) =>
      ask(
        link,
        'sync',
        { session_id: sessionId, since_rev: sinceRev, before_seq: beforeSeq, page_size: pageSize },
        (value) => readSyncPage(value, options.readSession),
      ),
    sendMessage: ({ sessionId, messageId, content, attachments, metadata }) =>
      ask(
        link,
        'send_message',
        { session_id: sessionId, message_id: messageId, content, attachments, metadata },
        (value) => {
          const answer = readAnswer(value);
          return answer?.message ? { ...answer, message: answer.message } : null;
        },
      ),
    uploadFile: async (...upload) => (await link.files()).upload(...upload),
    fileUrl: async (...file) => (await link.files()).url(...file),
    editMessage: (messageId, content, baseRev) =>
      ask(link, 'edit_message', { message_id: messageId, content, base_rev: baseRev }, readAnswer),
    deleteMessage: (messageId) => ask(link, 'delete_message', { message_id: messageId }, readAnswer),
    markRead: (sessionId, seq) => ask(link, 'mark_read', { session_id: sessionId, seq }, readAnswer),
    markDelivered: (sessionId, seq) =>
      ask(link, 'mark_delivered', { session_id: sessionId, seq }, readAnswer),
    watchSession(sessionId, watcher) {
      const topic = `session:${sessionId}`;
      const { onStatus, onEvent } = watcher;
      if (changes === 'postgres_changes') {
        return watchTables(link, environment, topic, options.tables(sessionId), onStatus);
      }
      return link.channel(topic, {
        onStatus,
        onBroadcast(_name, payload) {
          const event = readSessionEvent(sessionId, payload, readSession);
          // What cannot be read still says that something changed.
          if (event) onEvent(event);
          else onStatus('ready');
        },
      });
    },
    watchTyping: (sessionId, onTyping) =>
      link.channel(`typing:${otherSide}:${sessionId}`, {
        onBroadcast: (event, payload) =>
          void (event === 'typing' && onTyping(readTyping(payload, side === 'visitor'))),
      }),
    sendTyping(sessionId, typing) {
      // Loaded with the first keystroke of a conversation that exists. When it does not come, nobody learns of the typing.
      typingChannel ??= import('./channels/typing-channel.ts').then(
        ({ createTypingChannel }) => createTypingChannel(link, side, environment, options.typingName),
        () => null,
      );
      void typingChannel.then((sender) => sender?.send(sessionId, typing));
    },
    close() {
      void typingChannel?.then((sender) => sender?.close());
      link.close();
    },
  };
}
