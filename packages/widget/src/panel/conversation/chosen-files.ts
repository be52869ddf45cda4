// The files chosen for the next message, above the text. Loaded with the first one.

import { fileTray, fileTrayStyles, moreTokens, skeletonStyles } from '@globalchat/ui';

export const styles = [moreTokens, skeletonStyles, fileTrayStyles];
export { fileTray };
