// @globalchat/core: Global Chat without a user interface. Explicit exports only; importing it does nothing.

export type {
  Conversation,
  ConversationMessage,
  ConversationState,
  FileUpload,
  OutgoingFile,
  OutgoingMessage,
} from './conversation/conversation.ts';
export type { DeliveryDelay } from './environment/outbox-storage.ts';
export { browserEnvironment } from './environment/browser-environment.ts';
export { createFrontTab } from './environment/front-tab.ts';
export type { FrontTab, FrontTabOptions } from './environment/front-tab.ts';
export { storageKey } from './environment/storage-keys.ts';
export type {
  Clock,
  Environment,
  IdentityStorage,
  KeyValueStorage,
  Presence,
  PresenceReason,
  TabChannel,
  Tabs,
} from './environment/environment.ts';
export { GlobalChatError, isGlobalChatError, toGlobalChatError } from './errors.ts';
export type { GlobalChatErrorCode, GlobalChatErrorOptions } from './errors.ts';
export { checkProjectUrl, checkPublicKey } from './transport/supabase/fetch/config-guards.ts';
export { FILE_LIMITS } from './file-limits.ts';
export { MESSAGE_MAX_CHARACTERS } from './message-limits.ts';
export { createInbox } from './inbox/create-inbox.ts';
export type { Inbox, InboxOptions, InboxState } from './inbox/inbox.ts';
export { createGlobalChatService } from './service/create-service.ts';
export type {
  CreateSessionArguments,
  GlobalChatService,
  GlobalChatServiceOptions,
  MessageResult,
  SendMessageArguments,
  SessionResult,
} from './service/global-chat-service.ts';
export type { MessageRow, SessionRow } from './service/rows.ts';
export { select, shallowEqual } from './observable/select.ts';
export { createStore } from './observable/store.ts';
export type { ReadableStore, Store } from './observable/store.ts';
export type { OutboxFile, OutboxItem, OutboxStorage, SessionOpening } from './environment/outbox-storage.ts';
export type { Thread, ThreadState } from './inbox/thread.ts';
export type {
  AgentTransport,
  ChannelStatus,
  Committed,
  ConversationTransport,
  InboxWatcher,
  OpenSessionRequest,
  PresenceWatch,
  SearchPage,
  SearchQuery,
  SendRequest,
  SessionDetails,
  SessionEvent,
  SessionPage,
  SessionQuery,
  SessionWatcher,
  SyncPage,
  SyncRequest,
  TrackedEvent,
  TypingEvent,
  UploadRequest,
  VisitorTransport,
  Watch,
} from './transport/transport.ts';
export type {
  Agent,
  AgentAvailability,
  AgentPresence,
  AgentRole,
  Attachment,
  Availability,
  CannedReply,
  ConnectionState,
  DeliveryState,
  IdentityProof,
  InboxSession,
  Membership,
  Message,
  Note,
  PreChatField,
  PlainValue,
  Priority,
  SearchHit,
  SenderType,
  Session,
  SessionChanges,
  SessionCounts,
  SessionFilters,
  SessionStatus,
  SnippetPart,
  VisitorDetails,
  VisitorEvent,
  VisitorIdentity,
  WidgetConfig,
} from './types.ts';
export { createVisitorChat } from './visitor/create-visitor-chat.ts';
export type { VisitorChat, VisitorChatOptions, VisitorChatState } from './visitor/visitor-chat.ts';
export { foldText } from './fold-text.ts';
export { isVisible } from './visible-text.ts';
