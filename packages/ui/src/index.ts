// The public surface of @globalchat/ui: styles, templates and controllers that elements host in their own shadow roots.
// No tag is registered here, so two versions on one page never meet.

export { StoreController } from './store-controller.ts';

export { tokens } from './styles/all-tokens.ts';
export { essentialTokens } from './styles/tokens.ts';
export { screenTokens } from './styles/screen-tokens.ts';
export { base } from './styles/base.ts';
export { essentials } from './styles/conversation-base.ts';
export { skeletonStyles } from './styles/skeleton.ts';
export { buttonStyles } from './styles/buttons.ts';
export { fieldStyles } from './styles/fields.ts';
export { menuStyles } from './styles/menu.ts';

export {
  iconAt,
  iconBell,
  iconBolt,
  iconChat,
  iconChevronDown,
  iconDone,
  iconInbox,
  iconLock,
  iconMoon,
  iconMore,
  iconMute,
  iconPlus,
  iconReply,
  iconSearch,
  iconShield,
  iconSidebar,
  iconSlash,
  iconSnooze,
  iconStar,
  iconTag,
  iconTrash,
  iconUser,
  iconUsers,
} from './icons/icons.ts';
export { iconAlert, iconBack, iconClose, iconOffline, iconSend } from './icons/conversation-icons.ts';
export { iconCheck, iconClock, iconDownload } from './icons/message-icons.ts';
export { iconExternal } from './icons/window-icons.ts';
export { iconBlock, iconGlobe, iconLaptop, iconPin } from './icons/visitor-icons.ts';

export { avatar } from './avatar/avatar.ts';
export { hueOf, initials, safePictureUrl } from './avatar/face.ts';
export { avatarStyles } from './avatar/avatar.styles.ts';

export { directionOf } from './i18n/direction.ts';
export { createWording } from './i18n/wording.ts';
export type { TextParameters, Wording } from './i18n/wording.ts';
export { createLocalizer, extension } from './i18n/localizer.ts';
export type { Localizer } from './i18n/localizer.ts';
export { sendingTexts } from './i18n/en/sending.ts';
export { transcriptTexts } from './i18n/en/transcript.ts';
export type { TranscriptKey } from './i18n/en/transcript.ts';
export { fileTexts } from './i18n/en/files.ts';
export { emojiTexts } from './i18n/en/emoji.ts';
export { conversationTexts } from './i18n/en/conversation.ts';
export type { ConversationKey } from './i18n/en/conversation.ts';
export { limitTexts } from './i18n/en/limits.ts';
export { messageActionTexts, messageOptionTexts } from './i18n/en/message-actions.ts';
export { screenTexts } from './i18n/en/screens.ts';
export type { ScreenKey } from './i18n/en/screens.ts';
export { windowTexts } from './i18n/en/window.ts';
export type { WindowKey } from './i18n/en/window.ts';
export type { WidgetKey } from './i18n/en/widget.ts';
export { inboxTexts } from './i18n/en/inbox.ts';
export type { InboxKey } from './i18n/en/inbox.ts';
export { loadInboxDictionary, loadWidgetDictionary } from './i18n/load-dictionary.ts';

export { EmojiPicker } from './emoji/emoji-picker.ts';

export { attachButton } from './files/attach-button.ts';
export { fileTray } from './files/file-tray.ts';
export { fileTrayStyles } from './files/file-tray.styles.ts';
export { refuseFiles } from './files/refuse-files.ts';
export { ComposerFiles } from './files/composer-files.ts';
export type { StagedFiles } from './files/staged-files.ts';

export { pageTitle } from './attention/page-title.ts';
export { createSound } from './attention/sound.ts';

export { onPressOutside } from './popup/press-outside.ts';

export { createLazyModule } from './lazy-module.ts';
export type { LazyModule, ModuleSource } from './lazy-module.ts';
export { HostedModule } from './hosted-module.ts';
export type { ViewModule } from './hosted-module.ts';
export { TranscriptController } from './transcript/transcript-controller.ts';
export type { TranscriptProps } from './transcript/transcript-props.ts';
export { transcriptStyles } from './transcript/transcript.styles.ts';
export { renderMarkdown } from './markdown/markdown.ts';
export { plainName } from './files/plain-name.ts';
export { markdownStyles } from './markdown/markdown.styles.ts';
export { MessageActions } from './message-actions/message-actions.ts';
export { MessageOptions } from './message-actions/message-options.ts';
export type { TranscriptActions } from './message-actions/message-options.ts';
export { messageActionsStyles, messageOptionsStyles } from './message-actions/message-actions.styles.ts';
export { noteRow } from './transcript/note-row.ts';
export { noteStyles } from './transcript/note.styles.ts';

export { ComposerController } from './composer/composer-controller.ts';
export type { ComposerProps } from './composer/composer-props.ts';
export { composerStyles } from './composer/composer.styles.ts';
