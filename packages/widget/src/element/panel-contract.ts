// Where the small element meets the panel that is loaded on intent. Types only: neither side imports the other's code.
//
// The panel may rely on this about the element's open shadow root: its first child is the launcher button, and the first
// of its adopted style sheets is the launcher's.

import type { Session } from '@globalchat/core';
import type { GlobalChatOptions } from '../options.ts';

/** The element as its panel sees it; its attribute `open` says whether the panel shows. */
export type PanelHost = HTMLElement &
  GlobalChatOptions & {
    readonly shadowRoot: ShadowRoot;
    /** Names of events that were listened to and, after `!`, verbs that there are not; each behind a comma. */
    readonly q?: string | undefined;
  };

/** What the element asks of its panel. */
export interface Panel {
  readonly state: 'open' | 'closed';
  readonly unreadCount: number;
  readonly session: Session | null;
  /** A setting or the attribute `open` changed. */
  refresh(): void;
  /** Queues a message in the shown conversation, or in a new one; resolves to its id, to nothing when the page held it back. */
  send(content: string): Promise<string | undefined>;
  /** Forgets the visitor on this device. */
  reset(): Promise<void>;
  /** Takes every node, listener, timer and socket away. */
  destroy(): void;
}

/** The module that is loaded on intent. */
export interface PanelModule {
  readonly mountPanel: (host: PanelHost) => Panel;
}
