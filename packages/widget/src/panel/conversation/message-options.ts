// The options of messages that a visitor may still change: own ones, for as long as the owner allows. Loaded with the
// first of them.

import type { ConversationMessage, ConversationState } from '@globalchat/core';
import { extension, MessageOptions, messageOptionsStyles, messageOptionTexts } from '@globalchat/ui';
import type { LazyModule, TranscriptActions } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { ConversationSlot } from './composer-slot.ts';
import type { MessageChanges } from './message-changes.ts';
import { unfinishedEdits } from './unfinished-edits.ts';

const MINUTE_MS = 60_000;

const withOptionTexts = extension(messageOptionTexts);

export function createMessageOptions(slot: ConversationSlot) {
  const { host } = slot;
  let shown: PanelContext | null = null;
  const options: MessageOptions = new MessageOptions(host, () => changes.get());
  const changes: LazyModule<MessageChanges> = createLazyView(
    async () => (await import('./message-changes.ts')).createMessageChanges(slot, options, () => shown!),
    slot.adoptStyles,
  );
  // Somebody left in the middle of it.
  if (unfinishedEdits(slot.conversation).size > 0) queueMicrotask(() => changes.get());
  let expiry: ReturnType<typeof setTimeout> | undefined;
  host.addController({ hostDisconnected: () => clearTimeout(expiry) });

  return {
    styles: messageOptionsStyles,
    /** As of now; the host renders again when the time of one of these messages is over. */
    actions(context: PanelContext, messages: ConversationState['messages']): TranscriptActions {
      shown = context;
      const timeMs = (context.state.config?.features.editMinutes ?? 0) * MINUTE_MS;
      /** Milliseconds in which it may still be changed. */
      const left = ({ senderType, seq, deletedAt, createdAt }: ConversationMessage): number =>
        senderType === 'visitor' && seq !== null && deletedAt === null ? createdAt + timeMs - Date.now() : 0;
      clearTimeout(expiry);
      const next = Math.min(...messages.map(left).filter((time) => time > 0));
      if (next < Infinity) expiry = setTimeout(() => host.requestUpdate(), next);
      return options.receive({
        label: withOptionTexts(context.localizer).t('messageOptions'),
        isFor: (message) => left(message) > 0,
      });
    },
  };
}
