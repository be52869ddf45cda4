// The events that only tell of what is loaded on use. A file of its own, so that the first open does not pay for them.

import type { GlobalChatErrorCode } from '@globalchat/core';
import type { PlainValues } from './element/panel-contract.ts';
import { GcEvent } from './gc-event.ts';

/** It was said who the visitor is, by the page, or proved by a token. */
export class GcIdentifyEvent extends GcEvent {
  /** A token proved it; what a page merely says is not verified. */
  declare readonly verified: boolean;
  /** The host's own id of the person, as the token says it; null for what is not verified. */
  declare readonly externalId: string | null;

  constructor(verified: boolean, externalId: string | null) {
    super('gc-identify', { verified, externalId });
  }
}

/** The page told more about the visitor; these are the values of that call. */
export class GcAttributesEvent extends GcEvent {
  declare readonly attributes: PlainValues;

  constructor(attributes: PlainValues) {
    super('gc-attributes', { attributes });
  }
}

/** The visitor agreed to what the owner asks before the first message. */
export class GcConsentEvent extends GcEvent {
  /** ISO 8601, as it is kept with the conversation. */
  declare readonly consentAt: string;

  constructor(consentAt: string) {
    super('gc-consent', { consentAt });
  }
}

/** The chat speaks another language than before, and its words are there. */
export class GcLocaleEvent extends GcEvent {
  /** BCP 47, as it was chosen; `en` where the chat does not speak what was. */
  declare readonly locale: string;

  constructor(locale: string) {
    super('gc-locale', { locale });
  }
}

/** What a page is told of a file: never what is in it. */
export interface FileFacts {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

/** A file was chosen for the next message, and may be sent. */
export class GcAttachmentAddEvent extends GcEvent {
  declare readonly file: FileFacts;

  constructor(file: FileFacts) {
    super('gc-attachment-add', { file });
  }
}

/** The visitor took a chosen file back. */
export class GcAttachmentRemoveEvent extends GcEvent {
  declare readonly file: FileFacts;

  constructor(file: FileFacts) {
    super('gc-attachment-remove', { file });
  }
}

/** A file of a message that is being sent is on its way. */
export class GcAttachmentProgressEvent extends GcEvent {
  declare readonly file: FileFacts;
  declare readonly messageId: string;
  /** From 0 to 1. */
  declare readonly progress: number;

  constructor(file: FileFacts, messageId: string, progress: number) {
    super('gc-attachment-progress', { file, messageId, progress });
  }
}

/** A file was not taken. */
export class GcAttachmentErrorEvent extends GcEvent {
  declare readonly name: string;
  declare readonly code: GlobalChatErrorCode;

  constructor(name: string, code: GlobalChatErrorCode) {
    super('gc-attachment-error', { name, code });
  }
}
