// The tabs above the text and the buttons below it. Owns their markup; refuses state.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconLock } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { ReplyMode } from '../events/thread-intents.ts';

const MODES: readonly ReplyMode[] = ['reply', 'note'];

/** @param onChoose `byKey` when an arrow key moved the choice, so that the focus stays on the tabs. */
export function replyTabs(
  mode: ReplyMode,
  hint: string,
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
      ${MODES.map(
        (tab) => html`<button
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
    <span class="hint truncate">${hint}</span>
  </div>`;
}

export interface ReplyActions {
  readonly mode: ReplyMode;
  /** There is something to send. */
  readonly ready: boolean;
  readonly busy: boolean;
  readonly localizer: InboxLocalizer;
  onSend(): void;
  onSendAndResolve(): void;
}

export function replyActions({ mode, ready, busy, localizer, onSend, onSendAndResolve }: ReplyActions): TemplateResult {
  const disabled = ready ? 'false' : 'true';
  if (mode === 'note') {
    return html`<button type="button" class="btn sm note-btn" part="send" aria-disabled=${disabled} @mousedown=${keepFocus} @click=${onSend}>
      ${localizer.t(busy ? 'addingNote' : 'addNote')}${shortcut}
    </button>`;
  }
  return html`<button
      type="button"
      class="btn ghost sm also-resolve"
      part="send-and-resolve"
      aria-disabled=${disabled}
      @mousedown=${keepFocus}
      @click=${onSendAndResolve}
    >
      ${localizer.t('sendAndResolve')}
    </button>
    <button type="button" class="btn primary sm" part="send" aria-disabled=${disabled} @mousedown=${keepFocus} @click=${onSend}>
      ${localizer.t('sendReply')}${shortcut}
    </button>`;
}

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
const shortcut = html`<kbd aria-hidden="true">${MAC ? '⌘' : 'Ctrl'} ↵</kbd>`;

/** A press on Send leaves the caret, and the keyboard of a phone, where they are. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
