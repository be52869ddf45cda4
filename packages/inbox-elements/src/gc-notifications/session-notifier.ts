// What an agent is told while nobody looks at the page: a count in the title, a sound, notifications. Loaded
// after the list. Whether something is wanted is asked of its owner each time.
import type { CSSResult } from 'lit';
import type { FrontTab, Inbox, InboxSession, Note } from '@globalchat/core';
import { browserEnvironment, createFrontTab, storageKey } from '@globalchat/core';
import { createSound, pageTitle } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { preview, sanitizeText, visitorName } from '../describe/session.ts';
import { AssignmentDetector } from './assignment-detector.ts';
import { DesktopNotifications } from './desktop-notifications.ts';
import { NewMessageDetector } from './new-message-detector.ts';
import type { NewMessages } from './new-message-detector.ts';

/** It draws nothing. */
export const styles: readonly CSSResult[] = [];

/** Milliseconds from one sound to the next. */
const SOUND_INTERVAL_MS = 3000;

/** What is wanted; asked for each time. */
export interface NotifierOptions {
  readonly scope: 'mine' | 'all';
  readonly sounds: boolean;
  readonly notifies: boolean;
  readonly localizer: InboxLocalizer;
  /** A notification was clicked. */
  readonly onSelect: (sessionId: string) => void;
}

export class SessionNotifier {
  readonly #inbox: Inbox;
  readonly #options: () => NotifierOptions;
  readonly #tab: FrontTab<never>;
  readonly #life = new AbortController();
  readonly #sound = createSound(this.#life.signal);
  readonly #notifications = new DesktopNotifications();
  readonly #ends: readonly (() => void)[];
  /** In the title: what arrived since somebody looked. */
  #unseen = 0;
  #soundedAt = -Infinity;
  /** Null while there is no list yet. */
  #detector: NewMessageDetector | null = null;
  readonly #assignments = new AssignmentDetector();

  constructor(inbox: Inbox, options: () => NotifierOptions) {
    this.#inbox = inbox;
    this.#options = options;
    // Tabs of another project have news of their own.
    const name = storageKey(`inbox:${inbox.project}:notifications`);
    this.#tab = createFrontTab({ name, environment: browserEnvironment() });
    const { signal } = this.#life;
    window.addEventListener('focus', this.#onLook, { signal });
    document.addEventListener('visibilitychange', this.#onLook, { signal });
    this.#ends = [
      inbox.subscribe(this.#onState),
      inbox.onSessions(this.#onSessions),
      inbox.onMention(this.#onMention),
      () => this.#life.abort(),
      () => this.#tab.leave(),
      () => this.#count(0),
      () => this.#notifications.clear(),
    ];
    this.#onLook();
    this.#onState();
  }

  stop(): void {
    for (const end of this.#ends) end();
  }

  readonly #onState = (): void => {
    const { status, sessions } = this.#inbox.get();
    if (status === 'signed-out') {
      // What was told was for the agent who left.
      this.#count(0);
      this.#notifications.clear();
    }
    if (status === 'ready') this.#assignments.know(sessions);
    if (status !== 'ready') this.#detector = null;
    else if (this.#detector === null) this.#detector = new NewMessageDetector(sessions);
    else this.#tell(this.#detector.read(sessions, 'listed'));
  };

  readonly #onSessions = (sessions: readonly InboxSession[], heard: boolean): void => {
    if (this.#detector === null) return;
    const { localizer } = this.#options();
    for (const session of this.#assignments.read(sessions, this.#inbox.get().me?.userId ?? null))
      this.#alert(1, session.id, visitorName(session, localizer), localizer.t('assignedToYou'));
    this.#tell(this.#detector.read(sessions, heard ? 'heard' : 'read-again'));
  };

  #tell(news: readonly NewMessages[]): void {
    const { scope, localizer } = this.#options();
    const { me } = this.#inbox.get();
    const concerning = news.filter(
      ({ session: { assignedTo } }) => scope === 'all' || assignedTo === null || assignedTo === me?.userId,
    );
    for (const { session, count } of concerning) {
      const { writer, text } = preview(session, me, localizer);
      this.#alert(count, session.id, visitorName(session, localizer), writer + text);
    }
  }

  readonly #onMention = ({ sessionId, authorName, content }: Note): void => {
    const { localizer } = this.#options();
    const name = sanitizeText(authorName);
    this.#alert(1, sessionId, localizer.t('mentionedYou', { name }), sanitizeText(content));
  };

  /** Counts in the title, sounds, and shows on the desktop what is wanted, while nobody looks. */
  #alert(count: number, sessionId: string, title: string, text: string): void {
    if (isLookedAt()) return;
    const { sounds, notifies, onSelect } = this.#options();
    this.#count(this.#unseen + count);
    if (!this.#tab.leads()) return;
    if (sounds) this.#ring();
    if (notifies)
      this.#notifications.show({ about: sessionId, title, text, onClick: () => onSelect(sessionId) });
  }

  readonly #onLook = (): void => {
    if (!isLookedAt()) return;
    this.#count(0);
    this.#notifications.clear();
    this.#tab.take();
  };

  #count(unseen: number): void {
    this.#unseen = unseen;
    // By the inbox: who shows it twice has its news once.
    pageTitle().set(this.#inbox, unseen);
  }

  /** A burst is one sound. */
  #ring(): void {
    const now = performance.now();
    if (!this.#sound.isAllowed() || now - this.#soundedAt < SOUND_INTERVAL_MS) return;
    this.#soundedAt = now;
    this.#sound.play();
  }
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
