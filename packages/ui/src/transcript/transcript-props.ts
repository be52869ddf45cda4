// What a transcript is given. Types only.

import type { ConversationMessage, Note, Session } from '@globalchat/core';
import type { Localizer } from '../i18n/localizer.ts';
import type { TranscriptKey } from '../i18n/en/transcript.ts';
import type { TranscriptActions } from '../message-actions/message-options.ts';
import type { FileUrl } from './open-attachment.ts';

export interface TranscriptProps {
  /** Accessible name of the region, such as "Conversation with Ida". */
  readonly label: string;
  /** Whose own messages stand at the end side and carry a delivery state. */
  readonly side: 'visitor' | 'agent';
  /** A contiguous run, oldest first, what is not yet stored last. */
  readonly messages: readonly ConversationMessage[];
  /** Private notes, oldest first; shown between the messages by time, through `renderNote`. */
  readonly notes?: readonly Note[];
  readonly renderNote?: (note: Note) => unknown;
  readonly session: Session | null;
  readonly hasMore: boolean;
  readonly loading: 'none' | 'initial' | 'older';
  readonly typing: { readonly name: string | null } | null;
  readonly localizer: Localizer<TranscriptKey>;
  /** A line "New" stands above the message with this `seq`, and the transcript opens there. */
  readonly firstUnreadSeq?: number | null;
  /** Whether `delivered` and `read` are told apart from `sent`. */
  readonly receipts: boolean;
  /** What can be done with one message. */
  readonly actions?: TranscriptActions | undefined;
  /** Hides Retry and Delete. */
  readonly readOnly?: boolean;
  /** Epoch milliseconds; the clock when absent. */
  readonly now?: number;
  /** Before the first message, inside what scrolls: a notice, say. */
  readonly header?: unknown;
  /** After the last message, inside what scrolls: a form, a rating. */
  readonly footer?: unknown;
  /** In place of the messages when there are none and none are loading. */
  readonly empty?: unknown;
  readonly onRetry: (messageId: string) => void;
  readonly onDiscard: (messageId: string) => void;
  /** The reader came near the oldest message shown; at most once per loaded page. */
  readonly onLoadOlder: () => void;
  /** A short-lived address to show a file under, or with `download` to save it. Without it files have names only. */
  readonly fileUrl?: FileUrl;
  /** The reader reached, or left, the newest message. */
  readonly onAtEnd?: (atEnd: boolean) => void;
}
