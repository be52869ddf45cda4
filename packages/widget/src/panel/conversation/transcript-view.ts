// The messages of one conversation. Lazy: a new conversation is written in before there is anything to read.

import type { ConversationState } from '@globalchat/core';
import {
  extension,
  sendingTexts,
  TranscriptController,
  transcriptStyles as styles,
  transcriptTexts,
} from '@globalchat/ui';
import type { TranscriptProps } from '@globalchat/ui';
import { answerer } from '../i18n/availability-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { ConversationSlot } from './composer-slot.ts';

const withTranscriptTexts = extension({ ...sendingTexts, ...transcriptTexts });

export interface TranscriptViewOptions extends ConversationSlot {
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

export function createTranscriptView(options: TranscriptViewOptions): TranscriptView {
  const { host, conversation, firstUnreadSeq } = options;
  const controller = new TranscriptController(host);
  const messageOptions = createLazyView(
    async () => (await import('./message-options.ts')).createMessageOptions(options),
    options.adoptStyles,
  );
  return {
    render(context, { messages, session, hasMore, loading, typing }, surroundings) {
      const { config } = context.state;
      const localizer = withTranscriptTexts(context.localizer);
      const hasOwn = messages.some(({ senderType, seq }) => seq !== null && senderType === 'visitor');
      return controller.render({
        label: localizer.t('conversationWith', { name: answerer(config, session).name }),
        side: 'visitor',
        messages,
        session,
        hasMore,
        loading,
        // Switched off it is quiet both ways.
        typing: config?.features.typing === false ? null : typing,
        localizer,
        firstUnreadSeq,
        receipts: config?.features.receipts ?? true,
        onRetry: (id) => conversation.retry(id),
        onDiscard: (id) => conversation.discard(id),
        fileUrl: (attachment, options) => conversation.fileUrl(attachment, options),
        onLoadOlder: () => void conversation.loadOlder().catch((cause: unknown) => cause),
        actions: hasOwn ? messageOptions.get()?.actions(context, messages) : undefined,
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
