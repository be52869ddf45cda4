// What visitors and agents share of the in-memory transports. Owns the mapping of one session's calls and topics.

import { GlobalChatError } from '../../errors.ts';
import type {
  Committed,
  ConversationTransport,
  SessionEvent,
  SessionWatcher,
  SyncPage,
  SyncRequest,
  TypingEvent,
  UploadRequest,
  Watch,
} from '../../transport/transport.ts';
import type { Attachment, Message, Session } from '../../types.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';

export interface MemoryConversationOptions<S extends Session> {
  readonly database: MemoryDatabase;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  /** Rejects with `not_signed_in` when nobody is. */
  readonly caller: () => MemoryCaller;
  readonly userId: () => string | null;
  readonly side: 'visitor' | 'agent';
  /** What this side may see of a session. */
  readonly viewOf: (row: Pick<MemoryChange, 'session' | 'visitorView'>) => S;
}

export function createMemoryConversationTransport<S extends Session>(
  options: MemoryConversationOptions<S>,
): ConversationTransport<S> {
  const { database, hub, line, caller, viewOf, side } = options;

  // Agents learn a sender's id from answers, never from events, which visitors hear too.
  const message = (row: Message): Message => (side === 'agent' ? row : { ...row, senderId: null });
  const committed = (change: MemoryChange): Committed<S> => ({
    rev: change.rev,
    session: viewOf(change),
    ...(change.message && { message: message(change.message) }),
  });
  const page = (request: SyncRequest): SyncPage<S> => {
    const { visitorView, ...answer } = database.sync(caller(), request);
    const session = viewOf({ session: answer.session, visitorView });
    return { ...answer, session, messages: answer.messages.map(message) };
  };
  const mayHear = (sessionId: string): boolean =>
    options.userId() !== null && database.maySee(caller(), sessionId);

  return {
    connection: line.connection,
    userId: options.userId,
    sync: (request) => line.request('sync', request, () => page(request)),
    sendMessage: (request) =>
      line.request('sendMessage', request, () => {
        const change = database.sendMessage(caller(), request);
        return { ...committed(change), message: message(change.message) };
      }),
    uploadFile: (...upload) => uploadFile(options, ...upload),
    fileUrl: ({ path, name }, download) =>
      line.request('fileUrl', { path, name, download }, () => database.fileUrl(caller(), path)),
    editMessage: (messageId, content, baseRev) =>
      line.request('editMessage', { messageId, content, baseRev }, () =>
        committed(database.editMessage(caller(), messageId, content, baseRev)),
      ),
    deleteMessage: (messageId) =>
      line.request('deleteMessage', { messageId }, () =>
        committed(database.editMessage(caller(), messageId, null)),
      ),
    markRead: (sessionId, seq) =>
      line.request('markRead', { sessionId, seq }, () =>
        committed(database.markSeen(caller(), sessionId, seq, 'read')),
      ),
    markDelivered: (sessionId, seq) =>
      line.request('markDelivered', { sessionId, seq }, () =>
        committed(database.markSeen(caller(), sessionId, seq, 'delivered')),
      ),
    watchSession: (sessionId, watcher) => watchSession(line, sessionId, () => mayHear(sessionId), watcher),
    watchTyping: (sessionId, onTyping) =>
      line.join<TypingEvent>({
        name: `typing:${side === 'agent' ? 'visitor' : 'agent'}:${sessionId}`,
        mayHear: () => mayHear(sessionId),
        onPayload: onTyping,
      }),
    sendTyping(sessionId, typing) {
      if (!line.isOnline() || !mayHear(sessionId) || database.isBlocked(caller(), sessionId)) return;
      const name = side === 'agent' ? caller().name : null;
      hub.publish(`typing:${side}:${sessionId}`, { typing, name } satisfies TypingEvent, line);
    },
    close: () => line.close(),
  };
}

async function uploadFile<S extends Session>(
  { database, line, caller }: MemoryConversationOptions<S>,
  { file, ...request }: UploadRequest,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const stopIfAborted = (): void => {
    if (signal.aborted) throw new GlobalChatError('closed', 'The upload was cancelled.');
  };
  // Half of it is on its way already: what fails or waits from here on is an upload cut in the middle.
  onProgress(0.5);
  const stored = await line.request('uploadFile', request, () => {
    stopIfAborted();
    return database.storeFile(caller(), { ...request, file });
  });
  stopIfAborted();
  onProgress(1);
  return stored;
}

function watchSession(
  line: MemoryLine,
  sessionId: string,
  mayHear: () => boolean,
  watcher: SessionWatcher,
): Watch {
  return line.join<MemoryChange | null>({
    name: `session:${sessionId}`,
    mayHear,
    onPayload(change) {
      // Erased or thin: nothing that can be read, and a reason to ask.
      if (!change || line.isThin()) return watcher.onStatus('ready');
      // The visitor's view for everyone: both sides hear this topic.
      const event: SessionEvent = {
        rev: change.rev,
        session: change.visitorView,
        ...(change.message && { message: { ...change.message, senderId: null } }),
      };
      watcher.onEvent(event);
    },
    onStatus: (status, error) => watcher.onStatus(status, error),
  });
}
