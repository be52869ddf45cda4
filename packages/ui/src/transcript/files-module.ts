// What draws pictures and files of messages: loaded with the first of them.

import { attachmentStyles } from './attachments.styles.ts';

export { renderAttachments } from './attachments.ts';
export { openAttachment } from './open-attachment.ts';
export { renderUploads } from './uploads.ts';

export const styles = [attachmentStyles];
