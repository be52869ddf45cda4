// What the rows of a transcript are drawn with. Types only.

import type { FileView } from './file-view.ts';
import type { RichText } from './rich-text.ts';
import type { TranscriptProps } from './transcript-props.ts';

export interface TimelineView {
  readonly props: TranscriptProps;
  /** Ids of messages that appear with a short rise. */
  readonly fresh: ReadonlySet<string>;
  readonly text: RichText;
  readonly files: FileView;
  /** What was pressed below a failed message. */
  readonly act: (action: 'retry' | 'discard', messageId: string) => void;
}
