// @globalchat/widget: the element's class, its events and types. Importing it registers nothing; `/define` does.

export { GlobalChatElement } from './element/global-chat.ts';
export {
  GcBeforeSendEvent,
  GcCloseEvent,
  GcErrorEvent,
  GcMessageEvent,
  GcOpenEvent,
  GcRateEvent,
  GcResetEvent,
  GcSendEvent,
  GcSessionEvent,
  GcStatusEvent,
  GcTriggerEvent,
  GcTypingEvent,
  GcUnreadEvent,
} from './events.ts';
export {
  GcAttachmentAddEvent,
  GcAttachmentErrorEvent,
  GcAttachmentProgressEvent,
  GcAttachmentRemoveEvent,
  GcAttributesEvent,
  GcConsentEvent,
  GcLocaleEvent,
  GcIdentifyEvent,
} from './visitor-and-file-events.ts';
export type { FileFacts } from './visitor-and-file-events.ts';
export { GcEvent } from './gc-event.ts';
export type { GlobalChatTagNameMap } from './define.ts';
export type { GcReadyEvent, GlobalChatEventMap, GlobalChatEventName, GlobalChatListener } from './events.ts';
export { EVENT_NAMES, GETTERS, VERBS } from './verbs-and-events.ts';
export type { GlobalChatVerb } from './verbs-and-events.ts';
export type { GlobalChatOptions, GlobalChatSettings } from './options.ts';
