// After a reload the conversation still begins with the message that it answered. Loaded where one was kept.

import type { AdoptStyles } from '../shell/lazy-view.ts';
import type { TabOptions } from '../tab-state/tab-entry.ts';
import { createTriggerBubble } from './trigger-bubble.ts';
import { parseGreeting } from './greeting-storage.ts';

export function showKeptGreeting(
  { chat, host, signal }: TabOptions,
  text: string,
  adoptStyles: AdoptStyles,
): void {
  const kept = parseGreeting(text);
  // Another one was answered meanwhile.
  if (!kept || host.answeredTrigger || signal.aborted) return;
  host.answeredTrigger = {
    greeting: createTriggerBubble(kept.said),
    conversation: chat.conversation(kept.sessionId),
  };
  // Shows everything again.
  adoptStyles([]);
}
