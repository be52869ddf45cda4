// What elements tell a composition around them: events that change only what is on the screen, so that no provider is
// needed.
import type { GlobalChatError } from '@globalchat/core';

/** `gc-inbox-error`: a provider could not fulfil an intent, or could not start. Shown by `<gc-inbox>`; bubbles. */
export class GcInboxErrorEvent extends Event {
  readonly error: GlobalChatError;
  /** The intent's event type, such as `gc-update-session`; null when the provider itself failed. */
  readonly intent: string | null;

  constructor(error: GlobalChatError, intent: string | null) {
    super('gc-inbox-error', { bubbles: true, composed: true });
    this.error = error;
    this.intent = intent;
  }
}

/** `gc-toggle-visitor`: show or hide the visitor's details, where they are a drawer. */
export class GcToggleVisitorEvent extends Event {
  constructor() {
    super('gc-toggle-visitor', { bubbles: true, composed: true });
  }
}

/** `gc-show-latest`: bring the newest messages into sight, because a colleague answered meanwhile. */
export class GcShowLatestEvent extends Event {
  readonly sessionId: string;

  constructor(sessionId: string) {
    super('gc-show-latest', { bubbles: true, composed: true });
    this.sessionId = sessionId;
  }
}
