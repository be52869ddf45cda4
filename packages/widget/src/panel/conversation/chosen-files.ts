// The files chosen for the next message, above the text, and what the page is told of them. Loaded with the first one.

import type { Conversation, OutgoingFile } from '@globalchat/core';
import type { StagedFiles } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import {
  GcAttachmentAddEvent,
  GcAttachmentErrorEvent,
  GcAttachmentProgressEvent,
  GcAttachmentRemoveEvent,
} from '../../visitor-and-file-events.ts';
import type { FileFacts } from '../../visitor-and-file-events.ts';
import { fileTray, fileTrayStyles, screenTokens, skeletonStyles } from '@globalchat/ui';

export const styles = [screenTokens, skeletonStyles, fileTrayStyles];
export { fileTray };

const told = new WeakMap<StagedFiles, Pick<StagedFiles, 'files' | 'refused'>>();

function factsOf({ name, file }: Pick<OutgoingFile, 'name' | 'file'>): FileFacts {
  return { name, type: file.type, size: file.size };
}

/** Tells the page what changed since it was told last; whoever shows the files calls it each time. */
export function tellOfFiles(host: PanelHost, staged: StagedFiles, conversation: Conversation): void {
  const before = told.get(staged);
  const { files, refused } = staged;
  told.set(staged, { files, refused });
  if (!before) tellOfProgress(host, conversation);
  for (const file of files)
    if (!before?.files.includes(file)) host.dispatchEvent(new GcAttachmentAddEvent(factsOf(file)));
  const sent = conversation.get().messages.flatMap(({ uploads = [] }) => uploads.map(({ file }) => file));
  for (const file of before?.files ?? [])
    if (!files.includes(file) && !sent.includes(file.file))
      host.dispatchEvent(new GcAttachmentRemoveEvent(factsOf(file)));
  if (refused && refused !== before?.refused)
    host.dispatchEvent(new GcAttachmentErrorEvent(refused.name, refused.code ?? 'network'));
}

/** As long as there is the conversation. */
function tellOfProgress(host: PanelHost, conversation: Conversation): void {
  const shares = new Map<Blob, number>();
  conversation.subscribe(() => {
    for (const { id, uploads = [] } of conversation.get().messages)
      for (const upload of uploads) {
        if (shares.get(upload.file) === upload.progress) continue;
        shares.set(upload.file, upload.progress);
        host.dispatchEvent(new GcAttachmentProgressEvent(factsOf(upload), id, upload.progress));
      }
  });
}
