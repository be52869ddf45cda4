// Hosts for tests: the smallest elements that put a transcript or a composer into a shadow root, and builders of messages.

import { LitElement, css, html } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { fixture } from '@open-wc/testing';
import type { ConversationMessage, Note, Session } from '@globalchat/core';
import {
  ComposerController,
  TranscriptController,
  avatarStyles,
  base,
  composerStyles,
  createLocalizer,
  noteStyles,
  tokens,
  transcriptStyles,
} from '../src/index.ts';
import { widgetTexts } from '../src/i18n/en/widget.ts';
import type { ComposerProps, TranscriptProps } from '../src/index.ts';
import { themeStyles } from './theme-styles.ts';

export const localizer = createLocalizer({ locale: 'en-GB', dictionary: widgetTexts });

/** A Monday noon, local time. */
export const NOON = new Date(2026, 10, 23, 12).getTime();
export const MINUTE = 60_000;

let made = 0;

export function message(changes: Partial<ConversationMessage> = {}): ConversationMessage {
  made++;
  return {
    id: `message-${made}`,
    sessionId: 'session',
    seq: made,
    rev: made,
    senderType: 'agent',
    senderName: changes.senderType === 'visitor' ? null : 'Mara',
    senderAvatarUrl: null,
    senderId: null,
    content: `Text ${made}`,
    attachments: [],
    metadata: {},
    createdAt: NOON,
    editedAt: null,
    deletedAt: null,
    delivery: 'sent',
    error: null,
    ...changes,
  };
}

/** `count` messages a minute apart, sides alternating in pairs, with a line or three each. */
export function history(count: number): ConversationMessage[] {
  return Array.from({ length: count }, (_, at) =>
    message({
      senderType: at % 4 < 2 ? 'visitor' : 'agent',
      content: at % 3 === 0 ? `Line of ${at}\nsecond\nthird` : `Line of ${at}`,
      createdAt: NOON - (count - at) * MINUTE,
    }),
  );
}

export function pending(content: string): ConversationMessage {
  return message({ senderType: 'visitor', content, seq: null, delivery: 'pending' });
}

export function note(changes: Partial<Note> = {}): Note {
  return {
    id: 'note',
    sessionId: 'session',
    authorId: 'author',
    authorName: 'Jonas',
    content: 'A remark',
    mentions: [],
    createdAt: NOON,
    updatedAt: NOON,
    ...changes,
  };
}

export function session(changes: Partial<Session> = {}): Session {
  return {
    id: 'session',
    widgetId: 'widget',
    status: 'open',
    rev: 1,
    lastSeq: 1,
    visitorName: 'Ida',
    visitorEmail: null,
    visitorReadSeq: 0,
    visitorDeliveredSeq: 0,
    visitorUnread: 0,
    agentReadSeq: 0,
    agentDeliveredSeq: 0,
    agentUnread: 0,
    lastMessageAt: null,
    lastMessagePreview: null,
    lastMessageBy: null,
    agentName: 'Mara',
    agentAvatarUrl: null,
    rating: null,
    ratingComment: null,
    resolvedAt: null,
    createdAt: NOON,
    updatedAt: NOON,
    ...changes,
  };
}

export class TranscriptHost extends LitElement {
  static override styles: CSSResultGroup = [
    tokens,
    themeStyles,
    base,
    avatarStyles,
    transcriptStyles,
    noteStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        inline-size: 360px;
        block-size: 420px;
        background: var(--_surface);
      }
    `,
  ];

  readonly transcript = new TranscriptController(this);
  props: TranscriptProps = {
    label: 'Conversation with Ida',
    side: 'visitor',
    messages: [],
    session: session(),
    hasMore: false,
    loading: 'none',
    typing: null,
    localizer,
    receipts: true,
    now: NOON + 5 * MINUTE,
    onRetry: () => undefined,
    onDiscard: () => undefined,
    onLoadOlder: () => undefined,
  };

  protected override render(): TemplateResult {
    return this.transcript.render(this.props);
  }

  async set(changes: Partial<TranscriptProps>): Promise<void> {
    this.props = { ...this.props, ...changes };
    this.requestUpdate();
    await this.updateComplete;
  }

  find<Found extends Element = HTMLElement>(selector: string): Found {
    const found = this.renderRoot.querySelector<Found>(selector);
    if (!found) throw new Error(`Nothing matches ${selector}`);
    return found;
  }

  all(selector: string): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }

  get scroller(): HTMLElement {
    return this.find('[part~="transcript"]');
  }

  get texts(): string[] {
    return this.all('[part~="message"]').map((element) => element.textContent);
  }

  /** Pixels between what is seen and the newest message. */
  get fromEnd(): number {
    return this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
  }

  /** Scrolls there as a reader does, and waits until the transcript knows. */
  async read(top: number): Promise<void> {
    const heard = new Promise((resolve) => this.scroller.addEventListener('scroll', resolve, { once: true }));
    this.scroller.scrollTop = top;
    await heard;
    await frame();
    await this.updateComplete;
  }
}

export class ComposerHost extends LitElement {
  static override styles: CSSResultGroup = [tokens, themeStyles, base, composerStyles];

  readonly composer = new ComposerController(this);
  readonly sent: string[] = [];
  readonly typed: string[] = [];
  accept = true;
  props: Partial<ComposerProps> = {};

  protected override render(): TemplateResult {
    return html`${this.composer.render({
      label: 'Message',
      placeholder: 'Write a message…',
      sendLabel: 'Send message',
      isVisible: (text) => /[^\s\u200b]/.test(text),
      value: '',
      maxLength: 4000,
      sendKey: 'enter',
      localizer,
      onInput: (text) => this.typed.push(text),
      onSend: (text) => {
        if (this.accept) this.sent.push(text);
        return this.accept;
      },
      ...this.props,
    })}`;
  }

  async set(props: Partial<ComposerProps>): Promise<void> {
    this.props = { ...this.props, ...props };
    this.requestUpdate();
    await this.updateComplete;
  }

  get box(): HTMLTextAreaElement {
    const box = this.renderRoot.querySelector('textarea');
    if (!box) throw new Error('No textbox');
    return box;
  }

  get button(): HTMLButtonElement {
    const button = this.renderRoot.querySelector<HTMLButtonElement>('[part~="send"]');
    if (!button) throw new Error('No send button');
    return button;
  }

  /** As a keyboard does: the value changes, then `input` fires. */
  async type(text: string): Promise<void> {
    this.box.value = text;
    this.box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.updateComplete;
  }

  async press(key: string, init: KeyboardEventInit = {}): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', {
      key,
      bubbles: true,
      composed: true,
      cancelable: true,
      ...init,
    });
    this.box.dispatchEvent(event);
    await this.updateComplete;
    return event;
  }
}

customElements.define('test-transcript', TranscriptHost);
customElements.define('test-composer', ComposerHost);

export async function transcriptFixture(changes: Partial<TranscriptProps> = {}): Promise<TranscriptHost> {
  const host = await fixture<TranscriptHost>(html`<test-transcript></test-transcript>`);
  await host.set(changes);
  await frame();
  return host;
}

export async function composerFixture(props: Partial<ComposerProps> = {}): Promise<ComposerHost> {
  const host = await fixture<ComposerHost>(html`<test-composer></test-composer>`);
  await host.set(props);
  return host;
}

/** Until the browser has laid out, told its observers and painted. */
export function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

/** Until nothing fades in any more, since a half-transparent text has no contrast. */
export async function settled(host: HTMLElement): Promise<void> {
  const finite = (host.shadowRoot?.getAnimations() ?? []).filter(
    (animation) => animation.effect?.getComputedTiming().endTime !== Infinity,
  );
  await Promise.all(finite.map((animation) => animation.finished));
}
