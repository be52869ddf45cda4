// Which screen shows, which conversation is in it, and which conversations are listened to.

import type { Conversation, ConversationState, VisitorChat } from '@globalchat/core';

export interface NavigationOptions {
  readonly chat: VisitorChat;
  /** Something to render changed. */
  readonly onChange: () => void;
  /** A snapshot of the shown conversation, the first one included. */
  readonly onConversation: (conversation: Conversation, before: ConversationState | null) => void;
}

export interface Navigation {
  /** Null until the visitor's first look has been decided. */
  readonly screen: 'home' | 'conversation' | null;
  readonly conversation: Conversation | null;
  /** The oldest message that was unread when the conversation was entered. */
  readonly firstUnreadSeq: number | null;
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
  let screen: 'home' | 'conversation' | null = null;
  let conversation: Conversation | null = null;
  let unsubscribe: (() => void) | null = null;
  let firstUnreadSeq: number | null = null;
  let visible = false;
  let restoring: Promise<unknown> | null = null;

  const updateVisibility = (): void => conversation?.setVisible(visible && screen === 'conversation');

  const leave = (): void => {
    unsubscribe?.();
    unsubscribe = null;
    conversation?.setVisible(false);
    closeEmpty(conversation);
    conversation = null;
  };

  const enter = (next: Conversation): Conversation => {
    screen = 'conversation';
    if (next !== conversation) {
      leave();
      firstUnreadSeq = firstUnreadSeqOf(next, chat);
      conversation = next;
      const onSnapshot = createSnapshotListener(next, onConversation, onChange);
      unsubscribe = next.subscribe(onSnapshot);
      next.open();
      onSnapshot();
    }
    updateVisibility();
    onChange();
    return next;
  };

  /** One running conversation is gone on with; several are chosen from; none means a new one. */
  const choose = (): void => {
    if (screen !== null && conversation) return;
    const { sessions } = chat.get();
    const [newest] = sessions;
    if (!newest) enter(chat.conversation());
    else if (sessions.length === 1 && newest.status !== 'resolved') enter(chat.conversation(newest.id));
    else screen = 'home';
    onChange();
  };

  return {
    get screen() {
      return screen;
    },
    get conversation() {
      return conversation;
    },
    get firstUnreadSeq() {
      return firstUnreadSeq;
    },
    showHome() {
      leave();
      screen = 'home';
      onChange();
    },
    showConversation: (sessionId) => enter(chat.conversation(sessionId)),
    setVisible(next) {
      visible = next;
      if (visible && screen === null) this.restore();
      else if (visible && conversation) conversation.open();
      updateVisibility();
      if (!visible) closeEmpty(conversation);
    },
    restore() {
      if (chat.get().restored && visible && screen === null) choose();
      restoring ??= chat.restore().then(
        (sessions) => {
          // Answers show on the launcher while the panel is closed.
          const running = sessions.find(({ status }) => status !== 'resolved');
          if (running) chat.conversation(running.id).open();
          if (visible && screen === null) choose();
        },
        () => {
          // The chat's state carries the error; another look may have more luck.
          restoring = null;
          screen ??= 'home';
          onChange();
        },
      );
    },
    reset() {
      leave();
      screen = null;
      firstUnreadSeq = null;
      restoring = null;
    },
    stop: leave,
  };
}

/** Nothing was said in it, so nothing can arrive. */
function closeEmpty(conversation: Conversation | null): void {
  if (conversation?.get().session === null && conversation.get().messages.length === 0) conversation.close();
}

/** Null where the visitor has read everything. */
function firstUnreadSeqOf({ id }: Conversation, chat: VisitorChat): number | null {
  const session = chat.get().sessions.find((known) => known.id === id);
  return session && session.lastSeq > session.visitorReadSeq && session.lastMessageBy !== 'visitor'
    ? session.visitorReadSeq + 1
    : null;
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
