// A conversation on the screen: composition of window, timeline, scroll position and announcements. Owns the order in
// which they act around a render; refuses to know where messages come from.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { iconArrowDown } from '../icons/icons.ts';
import { Announcer, write } from './announcer.ts';
import { senderName } from './message-row.ts';
import { MessageWindow } from './message-window.ts';
import { NewsReader } from './news.ts';
import { RichLoader } from './rich-loader.ts';
import { RowList } from './row-list.ts';
import type { Row } from './row-list.ts';
import { ScrollKeeper } from './scroll-keeper.ts';
import { buildTimeline } from './timeline.ts';
import { skeleton, timelineRow, typingRow } from './timeline-row.ts';
import type { TranscriptProps } from './transcript-props.ts';

/** Pixels from an edge of the window at which the next page is shown or asked for. */
const NEAR_EDGE = 600;

/** Renders a transcript into its host's shadow root; the host calls `render` from its own `render`. */
export class TranscriptController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #keeper = new ScrollKeeper();
  readonly #announcer = new Announcer();
  readonly #rich: RichLoader;
  readonly #list = new RowList();
  #rows: readonly Row[] = [];
  #window = new MessageWindow();
  #news = new NewsReader();
  #props: TranscriptProps | null = null;
  #sessionId: string | null = null;
  #unseen = 0;
  #fresh = new Set<string>();
  #opened = false;
  #atEnd = true;
  /** The oldest message for which older ones were asked. */
  #askedBefore: string | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#rich = new RichLoader(host);
    host.addController(this);
  }

  /** The newest message is in view. */
  get atEnd(): boolean {
    return this.#keeper.pinned && this.#window.reachesEnd;
  }

  /** Goes to the newest message and stays there. */
  scrollToEnd(): void {
    this.#window.open(this.#props?.messages ?? []);
    this.#keeper.pinned = true;
    this.#unseen = 0;
    this.#host.requestUpdate();
  }

  render(props: TranscriptProps): TemplateResult {
    this.#receive(props);
    const { localizer, messages, typing } = props;
    const view = { props, fresh: this.#fresh, rich: this.#rich, retry: this.#retry, discard: this.#discard };
    this.#rows = buildTimeline({
      messages,
      start: this.#window.start,
      end: this.#window.end,
      complete: !props.hasMore,
      notes: (props.renderNote && props.notes) ?? [],
      firstUnreadSeq: props.firstUnreadSeq ?? null,
    }).map((row) => timelineRow(row, view));
    return html`<div class="transcript-frame">
      <div
        class="transcript ${props.side}-side"
        part="transcript"
        role="region"
        tabindex="0"
        aria-label=${props.label}
        @scroll=${this.#onScroll}
      >
        <div class="flow">
          ${props.header ?? nothing}
          ${messages.length === 0 ? (props.loading === 'none' ? (props.empty ?? nothing) : skeleton()) : nothing}
          ${
            props.hasMore && messages.length > 0
              ? html`<div class="older">
                  ${props.loading === 'older' ? html`<span class="skeleton"></span>` : nothing}
                </div>`
              : nothing
          }
          <ol role="list"></ol>
          ${typing && this.#window.reachesEnd ? typingRow(typing.name, props) : nothing}
          ${props.footer ?? nothing}
        </div>
      </div>
      ${
        this.atEnd
          ? nothing
          : html`<button type="button" class="pill" part="new-messages" @click=${this.#onPill}>
              ${iconArrowDown({ size: 16 })}
              ${
                this.#unseen > 0
                  ? localizer.t('newMessages', { n: this.#unseen })
                  : html`<span class="vh">${localizer.t('toNewest')}</span>`
              }
            </button>`
      }
      <div class="vh" role="log" aria-live="polite"></div>
      <div class="vh" role="alert"></div>
    </div>`;
  }

  hostUpdate(): void {
    this.#keeper.remember();
  }

  hostUpdated(): void {
    const root = this.#host.shadowRoot ?? this.#host;
    const scroller = root.querySelector<HTMLElement>('.transcript');
    this.#list.show(scroller?.querySelector('ol') ?? null, this.#rows);
    this.#rich.adopt();
    this.#keeper.attach(scroller);
    if (!scroller || !this.#props) return;
    this.#keeper.settle();
    if (!this.#opened && this.#props.messages.length > 0) {
      this.#opened = true;
      const line = scroller.querySelector<HTMLElement>('.new-line');
      if (line) this.#keeper.show(line);
    }
    this.#report();
    this.#reachEdges();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#announcer.stop();
    this.#keeper.detach();
  }

  /** Before rendering: what is new, and which part to show. */
  #receive(props: TranscriptProps): void {
    const { messages, localizer } = props;
    const sessionId = props.session?.id ?? messages[0]?.sessionId ?? null;
    if (this.#sessionId !== null && sessionId !== this.#sessionId) this.#reset();
    this.#sessionId = sessionId;
    this.#props = props;

    const wasAtEnd = this.atEnd;
    const farDown = (this.#keeper.scroller?.scrollTop ?? 0) > 4 * NEAR_EDGE;
    if (this.#opened) this.#window.follow(messages, this.#keeper.pinned && farDown);
    else this.#window.open(messages, this.#unreadIndex(props));

    const { arrived, sent, failed } = this.#news.read(messages, props.side, props.loading === 'initial');
    if (sent) {
      if (!this.#window.reachesEnd) this.#window.open(messages);
      this.#keeper.pinned = true;
      const own = messages.at(-1);
      if (own) this.#fresh.add(own.id);
    }
    if (this.atEnd) this.#unseen = 0;
    else this.#unseen += arrived.length;
    if (!wasAtEnd) this.#fresh.clear();
    if (arrived.length > 0) {
      if (wasAtEnd) for (const message of arrived) this.#fresh.add(message.id);
      const texts = {
        speaker: (message: ConversationMessage) => senderName(message, props),
        count: (n: number) => localizer.t('newMessages', { n }),
      };
      this.#announcer.say(arrived, texts, () => this.#region('log'));
    }
    if (failed.length > 0) write(this.#region('alert'), [localizer.t('notSent')]);
  }

  #reset(): void {
    this.#announcer.stop();
    for (const role of ['log', 'alert'] as const) write(this.#region(role), []);
    this.#window = new MessageWindow();
    this.#news = new NewsReader();
    this.#keeper.pinned = true;
    this.#unseen = 0;
    this.#fresh.clear();
    this.#opened = false;
    this.#askedBefore = null;
  }

  #region(role: 'log' | 'alert'): Element | null {
    return (this.#host.shadowRoot ?? this.#host).querySelector(`.transcript-frame > [role="${role}"]`);
  }

  #unreadIndex({ messages, firstUnreadSeq }: TranscriptProps): number {
    const found =
      firstUnreadSeq == null ? -1 : messages.findIndex((message) => message.seq === firstUnreadSeq);
    return found < 0 ? messages.length : found;
  }

  readonly #retry = (messageId: string): void => {
    this.#keepFocus();
    this.#props?.onRetry(messageId);
  };

  readonly #discard = (messageId: string): void => {
    this.#keepFocus();
    this.#props?.onDiscard(messageId);
  };

  /** The button that was pressed is about to go. */
  #keepFocus(): void {
    this.#keeper.scroller?.focus({ preventScroll: true });
  }

  readonly #onPill = (): void => {
    this.#keepFocus();
    this.scrollToEnd();
  };

  readonly #onScroll = (): void => {
    this.#keeper.scrolled();
    this.#report();
    this.#reachEdges();
  };

  /** Renders again, after the update that may be going on. */
  #refresh(): void {
    queueMicrotask(() => this.#host.requestUpdate());
  }

  /** Tells the host, and shows or hides the pill. */
  #report(): void {
    if (this.atEnd === this.#atEnd) return;
    this.#atEnd = this.atEnd;
    if (this.#atEnd) this.#unseen = 0;
    this.#refresh();
    this.#props?.onAtEnd?.(this.#atEnd);
  }

  /** Shows more of the loaded messages, or asks for older ones. */
  #reachEdges(): void {
    const scroller = this.#keeper.scroller;
    const props = this.#props;
    if (!scroller?.clientHeight || !props) return;
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (below < NEAR_EDGE && this.#window.growNewer(props.messages)) {
      this.#keeper.pinned = false;
      this.#refresh();
    } else if (scroller.scrollTop < NEAR_EDGE) {
      const oldest = props.messages[0]?.id ?? null;
      if (this.#window.growOlder(props.messages)) this.#refresh();
      else if (props.hasMore && props.loading === 'none' && oldest !== null && oldest !== this.#askedBefore) {
        this.#askedBefore = oldest;
        props.onLoadOlder();
      }
    } else if (this.#window.start === 0 && props.loading === 'none') {
      // Away from the top again: coming back may ask once more, in case the last attempt failed.
      this.#askedBefore = null;
    }
  }
}
