// Intents inside one conversation: writing, reading, correcting. They carry nothing but ids and plain values.
import type { OutgoingFile } from '@globalchat/core';
import { IntentEvent } from './intent-event.ts';

/** What an agent is writing: a reply the visitor reads, or a note only the team sees. */
export type ReplyMode = 'reply' | 'note';

/**
 * `gc-send-reply`: send `content` and files to the visitor. Once that is stored, the conversation is resolved when `resolve` is
 * set, and becomes this agent's when `take` is set and it is nobody's.
 */
export class GcSendReplyEvent extends IntentEvent {
  readonly sessionId: string;
  readonly content: string;
  readonly resolve: boolean;
  readonly attachments: readonly OutgoingFile[];
  readonly take: boolean;

  constructor(
    sessionId: string,
    content: string,
    resolve: boolean,
    attachments: readonly OutgoingFile[] = [],
    take = false,
  ) {
    super('gc-send-reply');
    this.take = take;
    this.sessionId = sessionId;
    this.content = content;
    this.resolve = resolve;
    this.attachments = attachments;
  }
}

/** `gc-add-note`: store a private note. */
export class GcAddNoteEvent extends IntentEvent {
  readonly sessionId: string;
  readonly content: string;
  /** User ids of the team members it mentions. */
  readonly mentions: readonly string[];

  constructor(sessionId: string, content: string, mentions: readonly string[]) {
    super('gc-add-note');
    this.sessionId = sessionId;
    this.content = content;
    this.mentions = mentions;
  }
}

/** `gc-save-draft`: the unsent text changed. */
export class GcSaveDraftEvent extends IntentEvent {
  readonly sessionId: string;
  readonly mode: ReplyMode;
  readonly text: string;

  constructor(sessionId: string, mode: ReplyMode, text: string) {
    super('gc-save-draft');
    this.sessionId = sessionId;
    this.mode = mode;
    this.text = text;
  }
}

/** `gc-agent-typing`: the agent writes a reply (never sent for notes), or stopped. */
export class GcAgentTypingEvent extends IntentEvent {
  readonly sessionId: string;
  readonly typing: boolean;

  constructor(sessionId: string, typing: boolean) {
    super('gc-agent-typing');
    this.sessionId = sessionId;
    this.typing = typing;
  }
}

/** `gc-view-session`: the transcript came into sight or left it. Only a visible one marks messages as read. */
export class GcViewSessionEvent extends IntentEvent {
  readonly sessionId: string;
  readonly visible: boolean;

  constructor(sessionId: string, visible: boolean) {
    super('gc-view-session');
    this.sessionId = sessionId;
    this.visible = visible;
  }
}

/** `gc-load-older`: the reader came near the oldest loaded message. */
export class GcLoadOlderEvent extends IntentEvent {
  readonly sessionId: string;

  constructor(sessionId: string) {
    super('gc-load-older');
    this.sessionId = sessionId;
  }
}

/** `gc-retry-message`: send a failed message again. */
export class GcRetryMessageEvent extends IntentEvent {
  readonly sessionId: string;
  readonly messageId: string;

  constructor(sessionId: string, messageId: string) {
    super('gc-retry-message');
    this.sessionId = sessionId;
    this.messageId = messageId;
  }
}

/** `gc-discard-message`: drop a failed message. */
export class GcDiscardMessageEvent extends IntentEvent {
  readonly sessionId: string;
  readonly messageId: string;

  constructor(sessionId: string, messageId: string) {
    super('gc-discard-message');
    this.sessionId = sessionId;
    this.messageId = messageId;
  }
}

/** `gc-sync-session`: load the conversation again after a failure. */
export class GcSyncSessionEvent extends IntentEvent {
  readonly sessionId: string;

  constructor(sessionId: string) {
    super('gc-sync-session');
    this.sessionId = sessionId;
  }
}

/** `gc-edit-message`: other words for an own message. */
export class GcEditMessageEvent extends IntentEvent {
  readonly sessionId: string;
  readonly messageId: string;
  readonly content: string;
  /** The `rev` of the message that the words were made from. */
  readonly baseRev: number | undefined;

  constructor(sessionId: string, messageId: string, content: string, baseRev?: number) {
    super('gc-edit-message');
    this.sessionId = sessionId;
    this.messageId = messageId;
    this.content = content;
    this.baseRev = baseRev;
  }
}

/** `gc-delete-message`: take an own message back. */
export class GcDeleteMessageEvent extends IntentEvent {
  readonly sessionId: string;
  readonly messageId: string;

  constructor(sessionId: string, messageId: string) {
    super('gc-delete-message');
    this.sessionId = sessionId;
    this.messageId = messageId;
  }
}
