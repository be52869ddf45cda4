// Which screen shows, which conversation is in it, and which conversations are listened to.

import type { Conversation, ConversationState, VisitorChat } from '@globalchat/core';

export interface NavigationOptions {
  readonly chat: VisitorChat;
  /** Something to render changed. */
  readonly onChange: () => void;
  /** A snapshot of the shown conversation, the first one included. */
  readonly onConversation: (conversation: Conversation, before: ConversationState | null) => void;
}

/** What the panel shows. */
interface Shown {
  /** Null until the visitor's first look has been decided. */
  screen: 'home' | 'conversation' | null;
  conversation: Conversation | null;
  /** The oldest message that was unread when the conversation was entered. */
  firstUnreadSeq: number | null;
}

export interface Navigation extends Readonly<Shown> {
  showHome(): void;
  showConversation(sessionId?: string): Conversation;
  /** The panel was shown or hidden: only what is seen counts as read. */
  setVisible(visible: boolean): void;
  /** Looks up what this visitor has, once. */
  restore(): void;
  /** Leaves everything, before it is forgotten; the next `setVisible` chooses anew. */
  reset(): void;
  stop(): void;
}

export function createNavigation({ chat, onChange, onConversation }: NavigationOptions): Navigation {
  const shown: Shown = { screen: null, conversation: null, firstUnreadSeq: null };
  let unsubscribe: (() => void) | null = null;
  let visible = false;
  let restoring: Promise<unknown> | null = null;

  const updateVisibility = (): void =>
    shown.conversation?.setVisible(visible && shown.screen === 'conversation');

  const leave = (): void => {
    unsubscribe?.();
    unsubscribe = null;
    shown.conversation?.setVisible(false);
    closeEmpty(shown.conversation);
    shown.conversation = null;
  };

  const enter = (next: Conversation): Conversation => {
    shown.screen = 'conversation';
    if (next !== shown.conversation) {
      leave();
      shown.firstUnreadSeq = firstUnreadSeqOf(next, chat);
      shown.conversation = next;
      const onSnapshot = createSnapshotListener(next, onConversation, onChange);
      unsubscribe = next.subscribe(onSnapshot);
      next.open();
      onSnapshot();
    }
    updateVisibility();
    onChange();
    return next;
  };

  const choose = (): void => {
    const only = onlyConversation(chat);
    if (only) enter(only);
    else shown.screen = 'home';
    onChange();
  };
  const isUndecided = (): boolean => visible && shown.screen === null;

  const restore = (): void => {
    if (chat.get().restored && isUndecided()) choose();
    restoring ??= chat.restore().then(
      () => isUndecided() && choose(),
      () => {
        // The chat's state carries the error; another look may have more luck.
        restoring = null;
        shown.screen ??= 'home';
        onChange();
      },
    );
  };

  return Object.assign(shown, {
    restore,
    stop: leave,
    showHome() {
      leave();
      shown.screen = 'home';
      onChange();
    },
    showConversation: (sessionId?: string) => enter(chat.conversation(sessionId)),
    setVisible(next: boolean) {
      visible = next;
      if (isUndecided()) restore();
      else if (visible) shown.conversation?.open();
      updateVisibility();
      if (!visible) closeEmpty(shown.conversation);
    },
    reset() {
      leave();
      shown.screen = shown.firstUnreadSeq = restoring = null;
    },
  });
}

/** One running conversation is gone on with; of several one is chosen, hence null; none means a new one. */
function onlyConversation(chat: VisitorChat): Conversation | null {
  const { sessions } = chat.get();
  const [newest] = sessions;
  if (!newest) return chat.conversation();
  return sessions.length === 1 && newest.status !== 'resolved' ? chat.conversation(newest.id) : null;
}

/** Nothing was said in it, so nothing can arrive. */
function closeEmpty(conversation: Conversation | null): void {
  const now = conversation?.get();
  if (!now?.session && !now?.messages[0]) conversation?.close();
}

/** Null where the visitor has read everything. */
function firstUnreadSeqOf({ id }: Conversation, chat: VisitorChat): number | null {
  const session = chat.get().sessions.find((known) => known.id === id);
  return session && session.visitorUnread > 0 ? session.visitorReadSeq + 1 : null;
}

/** Gives each snapshot on with the one before it, and has it rendered. */
function createSnapshotListener(
  conversation: Conversation,
  onConversation: NavigationOptions['onConversation'],
  onChange: () => void,
): () => void {
  let before: ConversationState | null = null;
  return () => {
    onConversation(conversation, before);
    before = conversation.get();
    onChange();
  };
}
