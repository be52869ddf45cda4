// Brings the files of a queued message to the backend, one after the other. Owns where to go on after a crash: behind what
// is already noted as uploaded. Refuses to retry, which is the sender's work.
// Nothing may import it but by `import()`: most messages have no file.

import { GlobalChatError } from '../errors.ts';
import type { ConversationTransport } from '../transport/transport.ts';
import type { Attachment } from '../types.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';

/** What an upload tells the outbox, and how the outbox ends it. */
export interface UploadReport {
  /** Resolves once new `attachments` are stored; progress is only shown. */
  readonly note: (fields: UploadNote) => Promise<void>;
  readonly signal: AbortSignal;
}

export type UploadNote = Required<Pick<OutboxItem, 'progress'>> & Partial<Pick<OutboxItem, 'attachments'>>;

/** The smallest progress that is worth telling. */
const PROGRESS_STEP_SHARE = 0.01;

export async function uploadFiles(
  transport: Pick<ConversationTransport, 'uploadFile'>,
  { id: messageId, sessionId, files = [], attachments }: OutboxItem,
  { note, signal }: UploadReport,
): Promise<readonly Attachment[]> {
  let uploaded = attachments;
  for (const [place, file] of files.entries()) {
    if (place < uploaded.length) continue;
    let progress = 0;
    await note({ progress });
    const attachment = await transport.uploadFile(
      { ...file, sessionId, messageId, place },
      (share) => {
        if (signal.aborted || share - progress < PROGRESS_STEP_SHARE) return;
        progress = share;
        void note({ progress });
      },
      signal,
    );
    if (signal.aborted) throw new GlobalChatError('closed', 'The upload was cancelled.');
    uploaded = [...uploaded, attachment];
    await note({ attachments: uploaded, progress: 0 });
  }
  return uploaded;
}
