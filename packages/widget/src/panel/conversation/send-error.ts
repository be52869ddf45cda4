// Why the last message did not go, above the composer, when that is about more than the message. Owns which failures are
// worth saying there, and that a captcha is asked for by itself, once.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation, GlobalChatError } from '@globalchat/core';
import { iconAlert } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { laterStyles, withLaterTexts } from '../shell/lazy-shared.ts';
import type { Stage } from './composer-slot.ts';

/** Failures of a stored message that concern whoever writes next. */
const WORTH_SAYING = new Set([
  'rate_limited',
  'blocked',
  'origin_not_allowed',
  'captcha_required',
  'anonymous_sign_ins_disabled',
]);

/** Failures after which the visitor was asked, and may have gone back. */
const asked = new WeakSet<GlobalChatError>();
/** Where they are being asked. */
const solving = new WeakSet<Stage>();

export function problem(
  context: PanelContext,
  stage: Stage & { readonly conversation: Conversation },
  error: GlobalChatError,
): TemplateResult | typeof nothing {
  const isOfMessage = stage.conversation.get().messages.at(-1)?.error === error;
  if (isOfMessage && !WORTH_SAYING.has(error.code)) return nothing;
  const isCaptcha = error.code === 'captcha_required';
  const canSolve = isCaptcha && context.state.config?.captcha;
  const ask = (): void => void solve(context, stage);
  if (canSolve && !asked.has(error)) {
    asked.add(error);
    queueMicrotask(ask);
  }
  return html`<p class="inline-error" role="alert">
    ${iconAlert({ size: 16 })}<span
      >${isCaptcha ? withLaterTexts(context.localizer).t('captcha') : errorText(error, context.localizer)}</span
    >
    ${
      canSolve
        ? html`<button type="button" class="btn link" @click=${ask}>
            ${withLaterTexts(context.localizer).t('continue')}
          </button>`
        : nothing
    }
  </p>`;
}

/** Asks for the captcha, then sends what waited for it. */
async function solve(
  context: PanelContext,
  stage: Stage & { readonly conversation: Conversation },
): Promise<void> {
  if (solving.has(stage)) return;
  solving.add(stage);
  const waiting = stage.conversation.get().messages.filter(({ error }) => error?.code === 'captcha_required');
  try {
    const { prove } = await import('../pre-chat/pre-chat.ts');
    if (await prove(context, waiting[0]!, stage)) for (const { id } of waiting) stage.conversation.retry(id);
  } catch (cause) {
    // The line with its button is still there.
    console.warn('[Global Chat] network: a part of the chat could not be loaded.', cause);
  } finally {
    solving.delete(stage);
  }
}

export const styles = [
  ...laterStyles,
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
