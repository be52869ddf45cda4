// What draws formatted text: loaded with the first message that needs it.

import { markdownStyles } from '../markdown/markdown.styles.ts';

export { renderMarkdown, textOf } from '../markdown/markdown.ts';

export const styles = [markdownStyles];
