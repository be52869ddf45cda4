// Who may store and see which file of the in-memory backend.

import { GlobalChatError } from '../../errors.ts';
import type { UploadRequest } from '../../transport/transport.ts';
import type { Attachment } from '../../types.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryFiles } from './files.ts';
import { sessionRow } from './rows.ts';
import type { MemoryTables } from './tables.ts';
import { isBlocked } from './visitors.ts';

export function storeFile(
  tables: MemoryTables,
  files: MemoryFiles,
  caller: MemoryCaller,
  request: UploadRequest,
): Attachment {
  const { tenantId, widgetId, visitorId } = sessionRow(tables, caller, request.sessionId).summary;
  const config = tables.widgets.get(widgetId)?.config;
  const mayUpload =
    caller.side === 'agent' ||
    (config?.features.attachments !== false && config?.allowed !== false && !isBlocked(tables, visitorId));
  if (!mayUpload) {
    throw new GlobalChatError('upload_not_allowed', 'No more files can be sent in this conversation.', {
      status: 403,
    });
  }
  return files.store(tenantId, caller.userId, request);
}

/** What a message carries, for everybody in the session. The file of a deleted message is read by nobody. */
export function fileUrl(
  tables: MemoryTables,
  files: MemoryFiles,
  caller: MemoryCaller,
  path: string,
): string {
  const [, sessionId = '', messageId = ''] = path.split('/');
  const { messages } = sessionRow(tables, caller, sessionId);
  const message = messages.find(({ id }) => id === messageId);
  const isCarried = message?.attachments.some((attachment) => attachment.path === path) ?? false;
  const mayOwn = message?.deletedAt === undefined || message.deletedAt === null;
  return files.url(path, mayOwn ? caller.userId : '', isCarried);
}
