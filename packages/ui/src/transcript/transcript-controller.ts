// A conversation on the screen: window, timeline, scroll position and announcements, and the order in which they act
// around a render.

import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { iconArrowDown } from '../icons/message-icons.ts';
import { Announcer, write } from './announcer.ts';
import { FileView } from './file-view.ts';
import { spokenText } from './message-row.ts';
import { MessageWindow } from './message-window.ts';
import { NewMessageTracker } from './new-message-tracker.ts';
import { RichText } from './rich-text.ts';
import { RowList } from './row-list.ts';
import type { Row } from './row-list.ts';
import { ScrollAnchor } from './scroll-anchor.ts';
import { buildTimeline } from './timeline.ts';
import { skeleton, timelineRow, typingRow } from './timeline-row.ts';
import type { TranscriptProps } from './transcript-props.ts';

/** Pixels from an edge of the window at which the next page is shown or asked for. */
const EDGE_DISTANCE_PX = 600;

/** What belongs to one conversation, and starts anew with the next. */
class Reading {
  readonly window = new MessageWindow();
  readonly tracker = new NewMessageTracker();
  readonly fresh = new Set<string>();
  unseen = 0;
  opened = false;
  /** The oldest message for which older ones were asked. */
  askedBefore: string | null = null;
}

/** Renders a transcript into its host's shadow root; the host calls `render` from its own `render`. */
export class TranscriptController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #anchor = new ScrollAnchor();
  readonly #announcer = new Announcer();
  readonly #text: RichText;
  readonly #files: FileView;
  readonly #list = new RowList();
  #rows: readonly Row[] = [];
  #reading = new Reading();
  #props: TranscriptProps | null = null;
  #sessionId: string | null = null;
  #wasAtEnd = true;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#text = new RichText(host);
    this.#files = new FileView(host);
    host.addController(this);
  }

  /** The newest message is in view. */
  get atEnd(): boolean {
    return this.#anchor.pinned && this.#reading.window.reachesEnd;
  }

  /** Goes to the newest message and stays there; with an index, has that message in the document and stays nowhere. */
  scrollToEnd(instead?: number): void {
    this.#reading.window.open(this.#props?.messages ?? [], instead);
    this.#anchor.pinned = instead === undefined;
    this.#reading.unseen = 0;
    this.#host.requestUpdate();
  }

  render(props: TranscriptProps): TemplateResult {
    this.#receive(props);
    const { localizer, messages, typing, loading } = props;
    const { window, fresh, unseen } = this.#reading;
    const view = { props, fresh, text: this.#text, files: this.#files, act: this.#act };
    this.#rows = buildTimeline({
      messages,
      start: window.start,
      end: window.end,
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
          ${messages.length === 0 ? (loading === 'none' ? (props.empty ?? nothing) : skeleton()) : nothing}
          ${
            props.hasMore && messages.length > 0
              ? html`<div class="older"><span class=${loading === 'older' ? 'skeleton' : ''}></span></div>`
              : nothing
          }
          <ol></ol>
          ${typing && window.reachesEnd ? typingRow(typing.name, props) : nothing} ${props.footer ?? nothing}
        </div>
      </div>
      ${
        this.atEnd
          ? nothing
          : html`<button type="button" class="pill" part="new-messages" @click=${this.#onPill}>
              ${iconArrowDown({ size: 16 })}
              ${
                unseen > 0
                  ? localizer.t('newMessages', { n: unseen })
                  : html`<span class="vh">${localizer.t('toNewest')}</span>`
              }
            </button>`
      }
      <div class="vh" role="log" aria-live="polite"></div>
      <div class="vh" role="alert"></div>
    </div>`;
  }

  hostUpdate(): void {
    this.#anchor.remember();
  }

  hostUpdated(): void {
    const reading = this.#reading;
    const scroller = this.#root.querySelector<HTMLElement>('.transcript');
    this.#list.show(scroller?.querySelector('ol') ?? null, this.#rows);
    this.#text.adopt();
    this.#files.adopt();
    this.#anchor.attach(scroller);
    if (!scroller || !this.#props) return;
    this.#anchor.settle();
    if (!reading.opened && this.#props.messages.length > 0) {
      reading.opened = true;
      this.#anchor.show(scroller.querySelector('.new-line'));
    }
    this.#checkEdges();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#announcer.stop();
    this.#files.keepPreviews([]);
    this.#anchor.detach();
  }

  get #root(): ParentNode {
    return this.#host.shadowRoot ?? this.#host;
  }

  /** Before rendering: what is new, and which part to show. */
  #receive(props: TranscriptProps): void {
    const { messages, localizer } = props;
    const sessionId = props.session?.id ?? messages[0]?.sessionId ?? null;
    if (this.#sessionId !== null && sessionId !== this.#sessionId) this.#leave();
    this.#sessionId = sessionId;
    this.#props = props;
    // Agents read formatted text all day; a visitor's first message needs none of it.
    if (props.side === 'agent') this.#text.get();
    this.#files.keepPreviews(messages);

    const reading = this.#reading;
    const { window, fresh } = reading;
    const wasAtEnd = this.atEnd;
    const farDown = (this.#anchor.scroller?.scrollTop ?? 0) > 4 * EDGE_DISTANCE_PX;
    if (reading.opened) window.follow(messages, this.#anchor.pinned && farDown);
    else window.open(messages, unreadIndex(props));

    const { arrived, sent, failed } = reading.tracker.read(messages, props.side, props.loading === 'initial');
    if (sent) {
      if (!window.reachesEnd) window.open(messages);
      this.#anchor.pinned = true;
    }
    if (!wasAtEnd) fresh.clear();
    if (this.atEnd) for (const { id } of sent ? messages.slice(-1) : arrived) fresh.add(id);
    reading.unseen = this.atEnd ? 0 : reading.unseen + arrived.length;
    if (arrived.length > 0) {
      const view = { props, text: this.#text };
      // What is far from the shown part needs its words, too.
      for (const message of arrived) view.text.render(message);
      this.#announcer.say(
        arrived.map((message) => () => spokenText(message, view)),
        (n) => localizer.t('newMessages', { n }),
        () => this.#region('log'),
        view.text.isLoading,
      );
    }
    if (failed.length > 0) write(this.#region('alert'), [localizer.t('notSent')]);
  }

  /** Another conversation is shown from now on. */
  #leave(): void {
    this.#announcer.stop();
    write(this.#region('log'), []);
    write(this.#region('alert'), []);
    this.#reading = new Reading();
    this.#anchor.pinned = true;
  }

  #region(role: 'log' | 'alert'): Element | null {
    return this.#root.querySelector(`.transcript-frame > [role="${role}"]`);
  }

  readonly #act = (action: 'retry' | 'discard', messageId: string): void => {
    this.#keepFocus();
    if (action === 'retry') this.#props?.onRetry(messageId);
    else this.#props?.onDiscard(messageId);
  };

  /** The button that was pressed is about to go. */
  #keepFocus(): void {
    this.#anchor.scroller?.focus({ preventScroll: true });
  }

  readonly #onPill = (): void => {
    this.#keepFocus();
    this.scrollToEnd();
  };

  readonly #onScroll = (): void => {
    this.#anchor.scrolled();
    this.#checkEdges();
  };

  /** After a render or a scroll: where is the reader, and is there more to show or to ask for? */
  #checkEdges(): void {
    const { scroller } = this.#anchor;
    const reading = this.#reading;
    const props = this.#props;
    if (!scroller?.clientHeight || !props) return;
    const { atEnd } = this;
    const moved = atEnd !== this.#wasAtEnd;
    this.#wasAtEnd = atEnd;
    if (atEnd) reading.unseen = 0;
    if (moved) props.onAtEnd?.(atEnd);

    let grown = false;
    const idle = props.loading === 'none';
    if (scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < EDGE_DISTANCE_PX) {
      grown = reading.window.growNewer(props.messages);
      if (grown) this.#anchor.pinned = false;
    }
    if (!grown && scroller.scrollTop < EDGE_DISTANCE_PX) {
      const oldest = props.messages[0]?.id ?? null;
      grown = reading.window.growOlder(props.messages);
      if (!grown && props.hasMore && idle && oldest !== reading.askedBefore) {
        reading.askedBefore = oldest;
        props.onLoadOlder();
      }
    } else if (reading.window.start === 0 && idle) {
      // Away from the top again: coming back may ask once more, in case the last attempt failed.
      reading.askedBefore = null;
    }
    // Not at once: an update may be going on.
    if (moved || grown) queueMicrotask(() => this.#host.requestUpdate());
  }
}

/** Where to open: at the first unread message, or at the end. */
function unreadIndex({ messages, firstUnreadSeq }: TranscriptProps): number {
  const found = messages.findIndex(({ seq }) => seq !== null && seq === firstUnreadSeq);
  return found < 0 ? messages.length : found;
}
