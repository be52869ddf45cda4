// Pictures and files of messages, in one chunk that arrives with the first of them.

import { attachmentStyles } from './attachments.styles.ts';

export { renderAttachments } from './attachments.ts';
export { openAttachment } from './open-attachment.ts';
export { renderUploads } from './uploads.ts';

export const styles = [attachmentStyles];
