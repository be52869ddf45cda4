// What an agent is told while nobody looks at the page: a count in the title, a sound, notifications. A chunk that arrives
// after the list. Owns the order of telling and the end of it all; refuses to decide what is wanted.
import type { CSSResult } from 'lit';
import type { Inbox, InboxSession } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { preview, visitorName } from '../describe/session.ts';
import { DesktopNotes } from './desktop-notes.ts';
import { LeadingTab } from './leading-tab.ts';
import { SessionNews } from './session-news.ts';
import type { News } from './session-news.ts';
import { SoftSound } from './soft-sound.ts';
import { TitleCount } from './title-count.ts';

/** It draws nothing. */
export const styles: readonly CSSResult[] = [];

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
  readonly #title = new TitleCount();
  readonly #sound = new SoftSound();
  readonly #notes = new DesktopNotes();
  readonly #ends: readonly (() => void)[];
  /** Null while there is no list yet. */
  #news: SessionNews | null = null;

  constructor(inbox: Inbox, wishes: () => Wishes) {
    this.#inbox = inbox;
    this.#wishes = wishes;
    const page = new AbortController();
    window.addEventListener('focus', this.#onLook, { signal: page.signal });
    document.addEventListener('visibilitychange', this.#onLook, { signal: page.signal });
    this.#ends = [
      inbox.subscribe(this.#onState),
      inbox.onSessions(this.#onSessions),
      () => page.abort(),
      () => this.#tab.leave(),
      () => this.#title.clear(),
      () => this.#notes.clear(),
      () => this.#sound.stop(),
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
    this.#title.add(concerning.reduce((sum, { count }) => sum + count, 0));
    if (!this.#tab.leads) return;
    if (sounds) this.#sound.play();
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
    this.#title.clear();
    this.#notes.clear();
    this.#tab.take();
  };
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
