// The composer's place in a conversation, for a form that stands there meanwhile. Types only.

import type { Conversation } from '@globalchat/core';
import type { ViewHost } from '../frame/view-host.ts';
import type { AdoptStyles } from '../shell/lazy-view.ts';
import type { PanelContext } from '../shell/panel-context.ts';

export interface ComposerSlot {
  readonly host: ViewHost;
  /** Renders in place of the composer, which it may render with a note above the text; null is the composer. */
  form: ((context: PanelContext, composer: (note: unknown) => unknown) => unknown) | null;
  readonly adoptStyles: AdoptStyles;
}

export interface ConversationSlot extends ComposerSlot {
  readonly conversation: Conversation;
}
