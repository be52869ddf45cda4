// The messages of one conversation. Lazy: a new conversation is written in before there is anything to read.

import type { Conversation, ConversationState } from '@globalchat/core';
import {
  extension,
  sendingTexts,
  TranscriptController,
  transcriptStyles as styles,
  transcriptTexts,
} from '@globalchat/ui';
import type { TranscriptProps } from '@globalchat/ui';
import { answerer } from '../i18n/presence-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { createPanelModule } from '../shell/panel-module.ts';
import type { ComposerSlot } from './composer-slot.ts';

const withTranscriptTexts = extension({ ...sendingTexts, ...transcriptTexts });

export interface TranscriptViewOptions extends ComposerSlot {
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

export function createTranscriptView(options: TranscriptViewOptions): TranscriptView {
  const { host, conversation, firstUnreadSeq } = options;
  const controller = new TranscriptController(host);
  const changes = createPanelModule(
    async () => (await import('./message-changes.ts')).createMessageChanges(options),
    options.adoptStyles,
  );
  return {
    render(context, { messages, session, hasMore, loading, typing }, surroundings) {
      const { localizer, state } = context;
      const { config } = state;
      const mayChange =
        config?.features.editMinutes &&
        messages.some(({ senderType, seq }) => seq && senderType === 'visitor');
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
        actions: mayChange ? changes.get()?.actions(context) : undefined,
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
