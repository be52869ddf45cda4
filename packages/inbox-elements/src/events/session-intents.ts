// Intents about the list and about conversations as a whole: choosing, filtering, changing. They carry nothing but ids
// and plain values.
import type { SessionChanges, SessionFilters } from '@globalchat/core';
import type { Place } from '../contexts.ts';
import { IntentEvent } from './intent-event.ts';

/** `gc-select`: somebody chose a conversation, or a place in it, or left it (`sessionId` null). */
export class GcSelectEvent extends IntentEvent {
  readonly sessionId: string | null;
  /** The message or note to show, when a search found it. */
  readonly place: Place | null;

  constructor(sessionId: string | null, place: Place | null = null) {
    super('gc-select');
    this.sessionId = sessionId;
    this.place = place;
  }
}

/** `gc-filter`: show other conversations. The filters replace the old ones. */
export class GcFilterEvent extends IntentEvent {
  readonly filters: SessionFilters;

  constructor(filters: SessionFilters) {
    super('gc-filter');
    this.filters = filters;
  }
}

/** `gc-search`: show what contains `query` in the list's place; an empty one ends the search. */
export class GcSearchEvent extends IntentEvent {
  readonly query: string;

  constructor(query: string) {
    super('gc-search');
    this.query = query;
  }
}

/** `gc-load-more`: the end of the loaded conversations, or of what a search found, was reached. */
export class GcLoadMoreEvent extends IntentEvent {
  constructor() {
    super('gc-load-more');
  }
}

/** `gc-refresh`: load again after a failure. */
export class GcRefreshEvent extends IntentEvent {
  constructor() {
    super('gc-refresh');
  }
}

/** `gc-update-session`: change status, assignee, tags, priority or snoozing of one or many conversations. */
export class GcUpdateSessionEvent extends IntentEvent {
  readonly sessionIds: readonly string[];
  readonly changes: SessionChanges;

  constructor(sessionIds: readonly string[], changes: SessionChanges) {
    super('gc-update-session');
    this.sessionIds = sessionIds;
    this.changes = changes;
  }
}
