// What a message may hold besides plain text, in one chunk that arrives with the first message that needs it.

import type { CSSResultGroup } from 'lit';
import { attachmentStyles } from './attachments.styles.ts';
import { markdownStyles } from '../markdown/markdown.styles.ts';

export { renderAttachments } from './attachments.ts';
export { openAttachment } from './open-attachment.ts';
export { renderUploads } from './uploads.ts';
export { renderMarkdown } from '../markdown/markdown.ts';

export const richStyles: CSSResultGroup = [markdownStyles, attachmentStyles];
