// The messages of one conversation. Lazy: a new conversation is written in before there is anything to read.

import type { Conversation, ConversationState } from '@globalchat/core';
import { extension, TranscriptController, transcriptStyles as styles, transcriptTexts } from '@globalchat/ui';
import type { TranscriptProps } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import { answerer } from '../i18n/presence-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';

const withTranscriptTexts = extension(transcriptTexts);

export interface TranscriptViewOptions {
  readonly host: ViewHost;
  readonly conversation: Conversation;
  readonly firstUnreadSeq: number | null;
}

/** What stands before, after and instead of the messages. */
export type TranscriptSurroundings = Pick<TranscriptProps, 'header' | 'footer' | 'empty'>;

export interface TranscriptView {
  render(context: PanelContext, now: ConversationState, surroundings: TranscriptSurroundings): unknown;
  scrollToEnd(): void;
  /** Lets the host go. */
  leave(): void;
}

export function createTranscriptView({
  host,
  conversation,
  firstUnreadSeq,
}: TranscriptViewOptions): TranscriptView {
  const controller = new TranscriptController(host);
  return {
    render({ localizer, state: { config } }, { messages, session, hasMore, loading, typing }, surroundings) {
      return controller.render({
        label: localizer.t('conversationWith', { name: answerer(config, session).name }),
        side: 'visitor',
        messages,
        session,
        hasMore,
        loading,
        // Switched off it is quiet both ways.
        typing: config?.features.typing === false ? null : typing,
        localizer: withTranscriptTexts(localizer),
        firstUnreadSeq,
        receipts: config?.features.receipts ?? true,
        onRetry: (id) => conversation.retry(id),
        onDiscard: (id) => conversation.discard(id),
        fileUrl: (attachment, options) => conversation.fileUrl(attachment, options),
        onLoadOlder: () => void conversation.loadOlder().catch((cause: unknown) => cause),
        ...surroundings,
      });
    },
    scrollToEnd: () => controller.scrollToEnd(),
    leave() {
      controller.hostDisconnected();
      host.removeController(controller);
    },
  };
}

export { styles };
