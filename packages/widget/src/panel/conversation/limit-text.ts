// What a visitor is told when a limit holds a message back: which one, and when it goes on, counted down.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation, ConversationMessage, GlobalChatError } from '@globalchat/core';
import { extension, fileTexts, limitTexts } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';

export type Delay = NonNullable<ConversationMessage['delay']>;

const withLimitTexts = extension(limitTexts);
const withFileTexts = extension(fileTexts);
/** Which delays have a next tick, so that one countdown runs. */
const ticking = new WeakSet<Delay>();
/** What a screen reader is told once: the time at first sight. */
const spokenTexts = new WeakMap<Delay, string>();

/** Until when a message waits; null when its turn has come. */
export function waitText(
  { actions, localizer: widget }: PanelContext,
  conversation: Conversation,
  delay: Delay,
): TemplateResult | null {
  const left = Math.ceil((delay.retryAt - Date.now()) / 1000);
  if (left <= 0) return null;
  if (!ticking.has(delay)) {
    ticking.add(delay);
    setTimeout(() => {
      ticking.delete(delay);
      actions.update();
    }, 1000);
  }
  const key = conversation.get().session ? 'sendsIn' : 'startsIn';
  const text = withLimitTexts(widget).t(key, { time: clockOf(left) });
  const spoken = spokenTexts.get(delay) ?? text;
  spokenTexts.set(delay, spoken);
  // A number that is spoken each second is no help.
  return html`<span aria-hidden="true">${text}</span><span class="vh">${spoken}</span>`;
}

/** A limit of the whole day; null for anything else. */
export function dayText({ localizer }: PanelContext, { code }: Pick<GlobalChatError, 'code'>): string | null {
  if (code === 'tenant_limit') return withLimitTexts(localizer).t('dayFull');
  return code === 'upload_not_allowed' ? withFileTexts(localizer).t('filesNotAllowed') : null;
}

/** `0:07`, `12:30`, `2:46:40`: isolated, so that it reads the same in every direction. */
function clockOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  const digits = shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0')));
  return `\u2066${digits.join(':')}\u2069`;
}
