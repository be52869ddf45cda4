// Brings the files of a queued message to the backend, one after the other. Owns where to go on after a crash: behind what
// is already noted as uploaded. Refuses to retry, which is the sender's work.
// Nothing may import it but by `import()`: most messages have no file.

import { GlobalChatError } from '../errors.ts';
import type { ConversationTransport } from '../transport/transport.ts';
import type { Attachment } from '../types.ts';
import type { OutboxItem } from './outbox-storage.ts';

/** What an upload tells the outbox, and how the outbox ends it. */
export interface UploadReport {
  /** Of the first file that is not uploaded yet, 0 to 1. */
  readonly onProgress: (share: number) => void;
  /** Resolves once it is stored that these are uploaded. */
  readonly onUploaded: (attachments: readonly Attachment[]) => Promise<unknown>;
  readonly signal: AbortSignal;
}

export async function uploadFiles(
  transport: Pick<ConversationTransport, 'uploadFile'>,
  { id: messageId, sessionId, files = [], attachments }: OutboxItem,
  { onProgress, onUploaded, signal }: UploadReport,
): Promise<readonly Attachment[]> {
  let uploaded = attachments;
  for (const [place, file] of files.entries()) {
    if (place < uploaded.length) continue;
    const attachment = await transport.uploadFile(
      { ...file, sessionId, messageId, place },
      (share) => signal.aborted || onProgress(share),
      signal,
    );
    if (signal.aborted) throw new GlobalChatError('closed', 'The upload was cancelled.');
    uploaded = [...uploaded, attachment];
    await onUploaded(uploaded);
  }
  return uploaded;
}
