// What an agent is told while nobody looks at the page: a count in the title, a sound, notifications. A chunk that arrives
// after the list. Owns the order of telling and the end of it all; refuses to decide what is wanted.
import type { CSSResult } from 'lit';
import type { Inbox, InboxSession } from '@globalchat/core';
import { createSound, pageTitle } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { preview, visitorName } from '../describe/session.ts';
import { DesktopNotes } from './desktop-notes.ts';
import { LeadingTab } from './leading-tab.ts';
import { SessionNews } from './session-news.ts';
import type { News } from './session-news.ts';

/** It draws nothing. */
export const styles: readonly CSSResult[] = [];

/** Milliseconds from one sound to the next. */
const PAUSE = 3000;

/** What is wanted; asked for each time. */
export interface Wishes {
  readonly scope: 'mine' | 'all';
  readonly sounds: boolean;
  readonly notifies: boolean;
  readonly localizer: InboxLocalizer;
  /** A notification was clicked. */
  readonly onSelect: (sessionId: string) => void;
}

export class Watch {
  readonly #inbox: Inbox;
  readonly #wishes: () => Wishes;
  readonly #tab = new LeadingTab();
  readonly #life = new AbortController();
  readonly #sound = createSound(this.#life.signal);
  readonly #notes = new DesktopNotes();
  readonly #ends: readonly (() => void)[];
  /** In the title: what arrived since somebody looked. */
  #unseen = 0;
  #soundedAt = -Infinity;
  /** Null while there is no list yet. */
  #news: SessionNews | null = null;

  constructor(inbox: Inbox, wishes: () => Wishes) {
    this.#inbox = inbox;
    this.#wishes = wishes;
    const { signal } = this.#life;
    window.addEventListener('focus', this.#onLook, { signal });
    document.addEventListener('visibilitychange', this.#onLook, { signal });
    this.#ends = [
      inbox.subscribe(this.#onState),
      inbox.onSessions(this.#onSessions),
      () => this.#life.abort(),
      () => this.#tab.leave(),
      () => this.#count(0),
      () => this.#notes.clear(),
    ];
    this.#tab.join();
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
      this.#notes.clear();
    }
    if (status !== 'ready') this.#news = null;
    else if (this.#news === null) this.#news = new SessionNews(sessions);
    else this.#tell(this.#news.read(sessions, 'listed'));
  };

  readonly #onSessions = (sessions: readonly InboxSession[], heard: boolean): void => {
    if (this.#news !== null) this.#tell(this.#news.read(sessions, heard ? 'heard' : 'read-again'));
  };

  #tell(news: readonly News[]): void {
    const { scope, sounds, notifies, localizer, onSelect } = this.#wishes();
    const { me } = this.#inbox.get();
    const concerning = news.filter(
      ({ session: { assignedTo } }) => scope === 'all' || assignedTo === null || assignedTo === me?.userId,
    );
    if (concerning.length === 0 || isLookedAt()) return;
    this.#count(concerning.reduce((sum, { count }) => sum + count, this.#unseen));
    if (!this.#tab.leads) return;
    if (sounds) this.#ring();
    if (!notifies) return;
    for (const { session } of concerning) {
      this.#notes.show({
        about: session.id,
        title: visitorName(session, localizer),
        text: preview(session, me, localizer),
        onClick: () => onSelect(session.id),
      });
    }
  }

  readonly #onLook = (): void => {
    if (!isLookedAt()) return;
    this.#count(0);
    this.#notes.clear();
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
    if (!this.#sound.isAllowed() || now - this.#soundedAt < PAUSE) return;
    this.#soundedAt = now;
    this.#sound.play();
  }
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
