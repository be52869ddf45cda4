// What every view of the panel is given. Types only.

import type { CSSResultGroup, TemplateResult } from 'lit';
import type { Conversation, ConversationMessage, VisitorChat, VisitorChatState } from '@globalchat/core';
import type { ComposerController, ComposerProps, StagedFiles } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import type { PreferenceStore } from '../settings/preferences.ts';
import type { ViewHost } from '../frame/view-host.ts';
import type { WidgetLocalizer } from '../i18n/localization.ts';

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

/** What no first message needs. */
export interface LazyFeatures {
  readonly styles: CSSResultGroup;
  /** What a new conversation shows while nothing is said. */
  readonly welcome: (context: PanelContext) => unknown;
  /** The button "More options", and what it opened. */
  readonly menu: (view: ViewHost, context: PanelContext, conversation?: Conversation) => unknown;
  readonly preferences: PreferenceStore;
  readonly composerTools: (
    view: ViewHost,
    composer: ComposerController,
    conversation: Conversation,
    context: PanelContext,
  ) => ComposerTools;
  /** What was written before the transcript is there; undefined when nothing was. */
  readonly waitingMessages: (
    messages: readonly ConversationMessage[],
    localizer: WidgetLocalizer,
  ) => TemplateResult | undefined;
}

/** Forgets the visitor on this device, after `erase`; when that fails everything stays as it is. */
export interface ResettablePanel {
  /** Somebody was forgotten, maybe before what comes late could hear of it. */
  readonly wasReset: boolean;
  reset(erase?: () => Promise<void>): Promise<void>;
}

/** What the composer is given besides its text, where files and emoji are there. */
export interface ComposerTools {
  readonly staged?: StagedFiles;
  /** Above the text. */
  readonly tray?: unknown;
  readonly props: Partial<ComposerProps>;
}
