// What every view of the panel is given. Types only.

import type { VisitorChat, VisitorChatState } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import type { WidgetLocalizer } from '../i18n/localization.ts';
import type { LazyFeatures } from './lazy-features.ts';

export interface PanelActions {
  readonly close: () => void;
  readonly showHome: () => void;
  /** An existing conversation, or a new one. */
  readonly showConversation: (sessionId?: string) => void;
  /** Asks again for what could not be loaded. */
  readonly retry: () => void;
  /** Renders again. */
  readonly update: () => void;
}

export interface PanelContext {
  readonly host: PanelHost;
  readonly chat: VisitorChat;
  readonly state: VisitorChatState;
  readonly localizer: WidgetLocalizer;
  readonly actions: PanelActions;
  /** What no first message needs, once it is there. */
  readonly lazyFeatures: LazyFeatures | null | undefined;
}
