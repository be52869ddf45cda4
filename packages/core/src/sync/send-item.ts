// One queued message to the backend: its files, when it has some, and then its row. Shared by both sides.

import { lazyImport } from '../lazy.ts';
import type { Committed, ConversationTransport } from '../transport/transport.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { UploadReport } from './upload-files.ts';

export async function sendItem(
  transport: Pick<ConversationTransport, 'sendMessage' | 'uploadFile'>,
  item: OutboxItem,
  report: UploadReport,
): Promise<Committed> {
  const { id: messageId, sessionId, content, metadata, files } = item;
  let { attachments } = item;
  if (files) {
    const { uploadFiles } = await lazyImport(import('./upload-files.ts'));
    attachments = await uploadFiles(transport, item, report);
  }
  return transport.sendMessage({ sessionId, messageId, content, attachments, metadata });
}
