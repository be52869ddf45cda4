// Where the small element meets the panel that is loaded on intent. Types only: neither side imports the other's code.
//
// The panel may rely on this about the element's open shadow root: its first child is the launcher button, and the first
// of its adopted style sheets is the launcher's.

import type { Conversation, IdentityProof, PlainValue, Session, VisitorDetails } from '@globalchat/core';
import type { GlobalChatOptions } from '../options.ts';
import type { RawConfig } from './launcher.styles.ts';

export type PlainValues = Readonly<Record<string, PlainValue>>;

/**
 * What a page did that the small element has no code for: the name of an event that it listened to, `!` and a verb that there
 * is not, or what it told: who the visitor is, 0 and their attributes, or what they did. Without the verbs' names, because each
 * is on every page. What is loaded for it takes the list's place and hears of the rest at once.
 */
export type PageCall =
  | string
  | readonly [visitor: VisitorDetails | IdentityProof]
  | readonly [0, attributes: PlainValues]
  | readonly [name: string, properties: PlainValues | undefined, at: Date];

export interface PageCalls {
  readonly [place: number]: PageCall;
  push(call: PageCall): unknown;
}

/** The element as its panel sees it; its attribute `open` says whether the panel shows. */
export type PanelHost = HTMLElement &
  GlobalChatOptions & {
    readonly shadowRoot: ShadowRoot;
    q: PageCalls;
    answeredTrigger?: AnsweredTrigger | null;
    /** What a verb or the launcher made of it last; undefined as long as neither did. */
    readonly o?: boolean | undefined;
    /** It opens as it was on the page before: the focus stays where it is. */
    restoring?: boolean;
  };

/** The message beside the launcher with whose click this visit to the chat began. */
export interface AnsweredTrigger {
  /** Until the first message that answers it is on its way. */
  id?: string;
  /** The message as it is shown in the conversation, with a look of its own. */
  readonly greeting: HTMLElement;
  /** The one that answers it. */
  conversation?: Conversation;
}

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
  readonly mount: (host: PanelHost) => Panel;
}

/** The module of messages beside the launcher. It ends by itself: with the widget, or with another start. */
export interface TriggersModule {
  /** @param config The widget's public config, as it came. */
  readonly mount: (host: PanelHost, config: RawConfig) => void;
}

/** How those modules are fetched. */
export interface LoadPart {
  (part: 'panel'): Promise<PanelModule>;
  (part: 'triggers'): Promise<TriggersModule>;
}
