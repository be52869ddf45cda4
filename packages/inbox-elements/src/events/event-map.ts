// Every event of the package by name, for typed `addEventListener` on any element.
import type {
  GcChangeTenantEvent,
  GcSetAvailabilityEvent,
  GcSignInEvent,
  GcSignOutEvent,
} from './account-intents.ts';
import type { GcInboxErrorEvent, GcShowLatestEvent, GcToggleVisitorEvent } from './layout-events.ts';
import type {
  GcFilterEvent,
  GcLoadMoreEvent,
  GcRefreshEvent,
  GcSearchEvent,
  GcSelectEvent,
  GcUpdateSessionEvent,
} from './session-intents.ts';
import type {
  GcAddNoteEvent,
  GcAgentTypingEvent,
  GcDeleteMessageEvent,
  GcDiscardMessageEvent,
  GcEditMessageEvent,
  GcLoadOlderEvent,
  GcRetryMessageEvent,
  GcSaveDraftEvent,
  GcSendReplyEvent,
  GcSyncSessionEvent,
  GcViewSessionEvent,
} from './thread-intents.ts';

/** The intents that a provider fulfils. */
export interface InboxIntentMap {
  'gc-select': GcSelectEvent;
  'gc-filter': GcFilterEvent;
  'gc-search': GcSearchEvent;
  'gc-load-more': GcLoadMoreEvent;
  'gc-refresh': GcRefreshEvent;
  'gc-update-session': GcUpdateSessionEvent;
  'gc-send-reply': GcSendReplyEvent;
  'gc-add-note': GcAddNoteEvent;
  'gc-save-draft': GcSaveDraftEvent;
  'gc-agent-typing': GcAgentTypingEvent;
  'gc-view-session': GcViewSessionEvent;
  'gc-sync-session': GcSyncSessionEvent;
  'gc-load-older': GcLoadOlderEvent;
  'gc-retry-message': GcRetryMessageEvent;
  'gc-discard-message': GcDiscardMessageEvent;
  'gc-edit-message': GcEditMessageEvent;
  'gc-delete-message': GcDeleteMessageEvent;
  'gc-sign-in': GcSignInEvent;
  'gc-sign-out': GcSignOutEvent;
  'gc-change-tenant': GcChangeTenantEvent;
  'gc-set-availability': GcSetAvailabilityEvent;
}

/** All events of the package. */
export interface InboxEventMap extends InboxIntentMap {
  'gc-show-latest': GcShowLatestEvent;
  'gc-toggle-visitor': GcToggleVisitorEvent;
  'gc-inbox-error': GcInboxErrorEvent;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging needs an interface
  interface HTMLElementEventMap extends InboxEventMap {}
}
