// The box that replies and notes are written in: loaded with the first conversation.
import { composerStyles, fileTrayStyles } from '@globalchat/ui';
import { replyBoxStyles } from './reply-box.styles.ts';
import { suggestionsStyles } from './suggestions.styles.ts';

export { attachButton, fileTray } from '@globalchat/ui';
export { answeredSince, mentionsIn } from './mentions.ts';
export { ReplyBox } from './reply-box.ts';
export { insertTool, replyActions, replyStrip, replyTabs } from './reply-templates.ts';

export const styles = [composerStyles, fileTrayStyles, replyBoxStyles, suggestionsStyles];
