// What <global-chat> tells its page: the event classes and their names. All bubble and cross shadow roots, so that one
// listener on the page hears every widget.

import type { ConnectionState, GlobalChatErrorCode, Message, Session } from '@globalchat/core';
import type {
  GcAttachmentAddEvent,
  GcAttachmentErrorEvent,
  GcAttachmentProgressEvent,
  GcAttachmentRemoveEvent,
  GcAttributesEvent,
  GcConsentEvent,
  GcIdentifyEvent,
  GcLocaleEvent,
} from './visitor-and-file-events.ts';
import { GcEvent } from './gc-event.ts';

/** The launcher is on the page and every verb works. A plain event: a class would be all that the first script needs of this file. */
export type GcReadyEvent = Event;

/** The visitor or the page opened the chat. */
export class GcOpenEvent extends GcEvent {
  constructor() {
    super('gc-open');
  }
}

/** The chat was closed; what was typed is kept. */
export class GcCloseEvent extends GcEvent {
  constructor() {
    super('gc-close');
  }
}

/** A failure that the page may want to know of; each code is told once until the settings change. */
export class GcErrorEvent extends GcEvent {
  declare readonly code: GlobalChatErrorCode;
  /** A sentence for developers. */
  declare readonly message: string;

  /** When it is tried again, in epoch milliseconds: for failures that do not last by themselves. */
  declare readonly retryAt: number | undefined;

  constructor(code: GlobalChatErrorCode, message: string, retryAt?: number) {
    super('gc-error', { code, message, retryAt });
  }
}

/** A message is about to be queued. `preventDefault()` holds it back; its text then stays in the composer. */
export class GcBeforeSendEvent extends GcEvent {
  declare readonly content: string;

  constructor(content: string) {
    super('gc-before-send', { content }, true);
  }
}

/** A message of the visitor is held in the outbox; `messageId` is what the database will know it by. */
export class GcSendEvent extends GcEvent {
  declare readonly messageId: string;
  declare readonly sessionId: string;
  declare readonly content: string;

  constructor(messageId: string, sessionId: string, content: string) {
    super('gc-send', { messageId, sessionId, content });
  }
}

/** A message of the team, or of the system, arrived while the widget was on the page. */
export class GcMessageEvent extends GcEvent {
  declare readonly message: Message;

  constructor(message: Message) {
    super('gc-message', { message });
  }
}

/** The number of unread messages over all conversations changed. */
export class GcUnreadEvent extends GcEvent {
  declare readonly count: number;

  constructor(count: number) {
    super('gc-unread', { count });
  }
}

/** Somebody of the team began or stopped writing. */
export class GcTypingEvent extends GcEvent {
  declare readonly typing: boolean;
  declare readonly name: string | null;

  constructor(typing: boolean, name: string | null) {
    super('gc-typing', { typing, name });
  }
}

/** The shown conversation was created, or its status changed. */
export class GcSessionEvent extends GcEvent {
  declare readonly session: Session;

  constructor(session: Session) {
    super('gc-session', { session });
  }
}

/** The connection changed. */
export class GcStatusEvent extends GcEvent {
  declare readonly connection: ConnectionState;

  constructor(connection: ConnectionState) {
    super('gc-status', { connection });
  }
}

/** The visitor rated a conversation, and the database has it. */
export class GcRateEvent extends GcEvent {
  declare readonly sessionId: string;
  /** 1 to 5. */
  declare readonly score: number;
  declare readonly comment: string | null;

  constructor(sessionId: string, score: number, comment: string | null) {
    super('gc-rate', { sessionId, score, comment });
  }
}

/** A message is about to show beside the launcher. `preventDefault()` keeps it away for this stay on the page. */
export class GcTriggerEvent extends GcEvent {
  /** As in `triggers` of the widget's row; `teaser` for its `teaser_text`. */
  declare readonly triggerId: string;

  constructor(triggerId: string) {
    super('gc-trigger', { triggerId }, true);
  }
}

/** `reset()` is done: this device has forgotten the visitor. */
export class GcResetEvent extends GcEvent {
  constructor() {
    super('gc-reset');
  }
}

/** Every event of the widget by its name. */
export interface GlobalChatEventMap {
  'gc-ready': GcReadyEvent;
  'gc-open': GcOpenEvent;
  'gc-close': GcCloseEvent;
  'gc-error': GcErrorEvent;
  'gc-before-send': GcBeforeSendEvent;
  'gc-send': GcSendEvent;
  'gc-message': GcMessageEvent;
  'gc-unread': GcUnreadEvent;
  'gc-typing': GcTypingEvent;
  'gc-session': GcSessionEvent;
  'gc-status': GcStatusEvent;
  'gc-rate': GcRateEvent;
  'gc-trigger': GcTriggerEvent;
  'gc-reset': GcResetEvent;
  'gc-identify': GcIdentifyEvent;
  'gc-attributes': GcAttributesEvent;
  'gc-consent': GcConsentEvent;
  'gc-locale': GcLocaleEvent;
  'gc-attachment-add': GcAttachmentAddEvent;
  'gc-attachment-remove': GcAttachmentRemoveEvent;
  'gc-attachment-progress': GcAttachmentProgressEvent;
  'gc-attachment-error': GcAttachmentErrorEvent;
}

/** Event names without their prefix, as `on`, `off` and `once` take them. */
export type GlobalChatEventName = keyof GlobalChatEventMap extends `gc-${infer Name}` ? Name : never;
export type GlobalChatListener<Name extends GlobalChatEventName> = (
  event: GlobalChatEventMap[`gc-${Name}`],
) => void;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is the only way to type addEventListener
  interface HTMLElementEventMap extends GlobalChatEventMap {}
}
