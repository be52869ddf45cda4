// Why a message does not go, above the composer, when that is about more than the message: a limit and when it ends, a block,
// a missing captcha, which is asked for by itself, once.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation, GlobalChatError } from '@globalchat/core';
import { iconAlert } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { screenStyles } from '../shell/screen-styles.ts';
import type { ComposerSlot } from './composer-slot.ts';
import { dayText, waitText } from './limit-text.ts';
import type { Delay } from './limit-text.ts';

/** Failures of a stored message that concern whoever writes next. */
const SHOWN_MESSAGE_ERRORS = new Set([
  'rate_limited',
  'tenant_limit',
  'upload_not_allowed',
  'blocked',
  'origin_not_allowed',
  'captcha_required',
  'anonymous_sign_ins_disabled',
]);

/** Failures after which the visitor was asked, and may have gone back. */
const askedAfter = new WeakSet<GlobalChatError>();
/** Where they are being asked. */
const solving = new WeakSet<ComposerSlot>();

export function sendError(
  context: PanelContext,
  slot: ComposerSlot & { readonly conversation: Conversation },
  error: GlobalChatError | Delay,
): TemplateResult | typeof nothing {
  if ('retryAt' in error) {
    const wait = error.code === 'rate_limited' ? waitText(context, slot.conversation, error) : null;
    return wait === null ? nothing : line(wait, 'status');
  }
  const isOfMessage = slot.conversation.get().messages.at(-1)?.error === error;
  if (isOfMessage && !SHOWN_MESSAGE_ERRORS.has(error.code)) return nothing;
  const isCaptcha = error.code === 'captcha_required';
  const canSolve = isCaptcha && context.state.config?.captcha;
  const ask = (): void => void solve(context, slot);
  if (canSolve && !askedAfter.has(error)) {
    askedAfter.add(error);
    queueMicrotask(ask);
  }
  const text = isCaptcha
    ? withScreenTexts(context.localizer).t('captcha')
    : (dayText(context, error) ?? errorText(error, context.localizer));
  const button = html`<button type="button" class="btn link" @click=${ask}>
    ${withScreenTexts(context.localizer).t('continue')}
  </button>`;
  return line([html`<span>${text}</span>`, canSolve ? button : nothing], 'alert');
}

const line = (content: unknown, role: 'alert' | 'status'): TemplateResult =>
  html`<p class="inline-error" role=${role}>${iconAlert({ size: 16 })}${content}</p>`;

/** Asks for the captcha, then sends what waited for it. */
async function solve(
  context: PanelContext,
  slot: ComposerSlot & { readonly conversation: Conversation },
): Promise<void> {
  if (solving.has(slot)) return;
  solving.add(slot);
  const waiting = slot.conversation.get().messages.filter(({ error }) => error?.code === 'captcha_required');
  try {
    const { askForCaptcha } = await import('../pre-chat/pre-chat.ts');
    if (await askForCaptcha(context, waiting[0]!, slot))
      for (const { id } of waiting) slot.conversation.retry(id);
  } catch (cause) {
    // The line with its button is still there.
    slot.adoptStyles.onFailure?.(cause);
  } finally {
    solving.delete(slot);
  }
}

export const styles = [
  ...screenStyles,
  css`
    .inline-error {
      display: flex;
      gap: 8px;
      align-items: center;
      margin: 8px 8px 0;
      padding: 8px 10px;
      border-radius: var(--_radius-sm);
      font-size: var(--_text-sm);
      line-height: 1.35;
      background: var(--_danger-soft);
      color: var(--_on-danger-soft);
    }
  `,
];
