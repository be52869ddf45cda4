// What stands around the text: a warning, the tabs, the tools and buttons.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconAlert, iconAt, iconDone, iconLock, iconSlash } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { firstName, visitorName } from '../describe/session.ts';
import type { ReplyMode } from '../events/thread-intents.ts';
import { variablesIn } from './canned-replies.ts';
import type { VariableCheck } from './variable-check.ts';

const REPLY_MODES: readonly ReplyMode[] = ['reply', 'note'];

export interface ReplyStrip {
  /** The last note could not be stored. */
  readonly failed: boolean;
  /** Who answered in between; null when nobody did. */
  readonly rival: string | null;
  /** What will be sent; of a note nothing. */
  readonly reply: string;
  readonly variables: VariableCheck;
  readonly localizer: InboxLocalizer;
  readonly onShow: () => void;
}

export function replyStrip(strip: ReplyStrip): TemplateResult {
  const { failed, rival, localizer, onShow } = strip;
  if (failed) {
    return html`<p class="strip bad" role="alert">${iconAlert({ size: 16 })}${localizer.t('noteFailed')}</p>`;
  }
  return html`${
    rival === null
      ? nothing
      : html`<p class="strip warn" role="status">
          ${iconAlert({ size: 16 })}<span class="grow"
            >${localizer.t('repliedMeanwhile', { name: rival })}</span
          >
          <button type="button" @click=${onShow}>${localizer.t('show')}</button>
        </p>`
  }${missingStrip(strip)}`;
}

/** What is still to be filled in by hand; once the reply was held back for it, with the way to send it all the same. */
function missingStrip({ reply, variables, localizer }: ReplyStrip): TemplateResult | typeof nothing {
  const names = new Set(variablesIn(reply).map(({ name }) => name));
  if (names.size === 0) return nothing;
  const list = new Intl.ListFormat(localizer.locale).format(names);
  return html`<p class="strip ${variables.asks ? 'bad' : 'warn'}" role=${variables.asks ? 'alert' : 'status'}>
    ${iconAlert({ size: 16 })}<span class="grow">${localizer.t('stillToFill', { names: list })}</span>
    ${
      variables.asks
        ? html`<button type="button" @click=${variables.sendAnyway}>${localizer.t('sendAnyway')}</button>`
        : nothing
    }
  </p>`;
}

/** The button that opens what can be inserted in this mode. */
export function insertTool(mode: ReplyMode, localizer: InboxLocalizer, onClick: () => void): TemplateResult {
  const label = localizer.t(mode === 'note' ? 'mention' : 'cannedReplies');
  return html`<button type="button" class="icon-btn" aria-label=${label} title=${label} @click=${onClick}>
    ${mode === 'note' ? iconAt({ size: 18 }) : iconSlash({ size: 18 })}
  </button>`;
}

/** @param onChoose `byKey` when an arrow key moved the choice, so that the focus stays on the tabs. */
export function replyTabs(
  mode: ReplyMode,
  session: InboxSession | null,
  localizer: InboxLocalizer,
  onChoose: (mode: ReplyMode, byKey: boolean) => void,
): TemplateResult {
  const onKeydown = (event: KeyboardEvent): void => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    const next = mode === 'reply' ? 'note' : 'reply';
    onChoose(next, true);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-mode="${next}"]`)?.focus();
  };
  return html`<div class="tabs">
    <div role="tablist" aria-label=${localizer.t('replyOrNote')} @keydown=${onKeydown}>
      ${REPLY_MODES.map(
        (tab) =>
          html`<button
            type="button"
            role="tab"
            data-mode=${tab}
            aria-selected=${tab === mode ? 'true' : 'false'}
            tabindex=${tab === mode ? 0 : -1}
            @click=${() => onChoose(tab, false)}
          >
            ${tab === 'note' ? iconLock({ size: 14 }) : nothing}${localizer.t(tab)}
          </button>`,
      )}
    </div>
    <span class="hint truncate">${replyHint(mode, session, localizer)}</span>
  </div>`;
}

/** Who will read this. */
function replyHint(mode: ReplyMode, session: InboxSession | null, localizer: InboxLocalizer): string {
  if (mode === 'note') return localizer.t('onlyTeam');
  if (session === null) return '';
  return localizer.t('readsInChat', { name: firstName(visitorName(session, localizer)) });
}

export interface ReplyActions {
  readonly mode: ReplyMode;
  /** There is something to send. */
  readonly ready: boolean;
  readonly busy: boolean;
  readonly localizer: InboxLocalizer;
  readonly onSend: () => void;
  readonly onSendAndResolve: () => void;
}

export function replyActions({
  mode,
  ready,
  busy,
  localizer,
  onSend,
  onSendAndResolve,
}: ReplyActions): TemplateResult {
  const disabled = ready ? 'false' : 'true';
  if (mode === 'note') {
    return html`<button
      type="button"
      class="btn sm note-btn"
      part="send"
      aria-disabled=${disabled}
      @mousedown=${keepFocus}
      @click=${onSend}
    >
      ${localizer.t(busy ? 'addingNote' : 'addNote')}${shortcut}
    </button>`;
  }
  return html`<button
      type="button"
      class="btn ghost sm also-resolve"
      part="send-and-resolve"
      title=${localizer.t('sendAndResolve')}
      aria-disabled=${disabled}
      @mousedown=${keepFocus}
      @click=${onSendAndResolve}
    >
      ${iconDone({ size: 18 })}<span>${localizer.t('sendAndResolve')}</span>
    </button>
    <button
      type="button"
      class="btn primary sm"
      part="send"
      aria-disabled=${disabled}
      @mousedown=${keepFocus}
      @click=${onSend}
    >
      ${localizer.t('sendReply')}${shortcut}
    </button>`;
}

const IS_APPLE = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
const shortcut = html`<kbd aria-hidden="true">${IS_APPLE ? '⌘' : 'Ctrl'} ↵</kbd>`;

/** A press on Send leaves the caret, and the keyboard of a phone, where they are. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
