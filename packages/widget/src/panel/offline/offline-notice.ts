// When nobody of the team is there: when they are back, in the visitor's own time, and where to reply to. The address can be
// left and corrected at any time, before and after the first message.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationState } from '@globalchat/core';
import { fieldStyles, iconMoon } from '@globalchat/ui';
import type { ScreenKey } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import { isEmailAddress } from '../settings/visitor-details.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { screenStyles } from '../shell/screen-styles.ts';
import type { ScreenLocalizer } from '../shell/screen-texts.ts';

const DAY_MS = 86_400_000;
/** Where the address is being corrected. */
const editing = new WeakSet<PanelHost>();

export function offlineNotice(context: PanelContext, now: ConversationState): TemplateResult {
  const { host, state } = context;
  const localizer = withScreenTexts(context.localizer);
  const back = state.config?.availability.nextOpenAt ?? null;
  const email = host.visitor?.email ?? now.session?.visitorEmail ?? null;
  return html`<div class="notice" part="notice">
      ${iconMoon()}
      <div>
        <h3>${back === null ? localizer.t('away') : backText(back, localizer)}</h3>
        <p>${back === null ? nothing : whenText(back, localizer)} ${localizer.t('awayHint')}</p>
      </div>
    </div>
    ${email === null || editing.has(host) ? emailForm(context, email) : emailLine(context, email)}`;
}

/** The address as it was understood, and the way to another one. */
function emailLine({ host, actions, ...context }: PanelContext, email: string): TemplateResult {
  const localizer = withScreenTexts(context.localizer);
  const change = (): void => {
    editing.add(host);
    actions.update();
  };
  return html`<p class="card reply-to known" role="status">
    <span>${localizer.t('replyTo', { email: `\u2068${email}\u2069` })}</span>
    <button type="button" class="btn link" @click=${change}>${localizer.t('change')}</button>
  </p>`;
}

function emailForm({ host, actions, ...context }: PanelContext, known: string | null): TemplateResult {
  const localizer = withScreenTexts(context.localizer);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem('email') as HTMLInputElement;
    const isGood = isEmailAddress(input.value.trim());
    input.ariaInvalid = String(!isGood);
    const message = (event.target as HTMLElement).querySelector('.error-text');
    if (message) message.textContent = isGood ? '' : localizer.t('invalidEmail');
    if (!isGood) return input.focus();
    // The panel hears of it as of any other setting.
    editing.delete(host);
    host.visitor = { ...host.visitor, email: input.value.trim() };
    actions.update();
  };
  return html`<form class="card reply-to" novalidate @submit=${save}>
    <label class="label" for="gc-email">${localizer.t('whereToReply')}</label>
    <div class="inline-form">
      <input
        class="input"
        id="gc-email"
        name="email"
        type="email"
        autocomplete="email"
        placeholder="name@example.com"
        .value=${known ?? ''}
        aria-describedby="gc-email-error"
      />
      <button class="btn primary">${localizer.t('save')}</button>
    </div>
    <p class="error-text" id="gc-email-error" role="alert"></p>
  </form>`;
}

/** "Back tomorrow at 09:00" */
function backText(at: number, localizer: ScreenLocalizer): string {
  const days = daysUntil(at);
  const key: ScreenKey = days === 0 ? 'backToday' : days === 1 ? 'backTomorrow' : 'backOn';
  return localizer.t(key, { time: localizer.time(at), date: dateOf(at, localizer) });
}

/** The day, unless it was just said, and whose time it is. */
function whenText(at: number, localizer: ScreenLocalizer): string {
  const key: ScreenKey = daysUntil(at) > 1 ? 'yourZone' : 'yourTime';
  return localizer.t(key, { date: dateOf(at, localizer), zone: zoneName() });
}

function daysUntil(at: number): number {
  return Math.round((startOfDay(at) - startOfDay(Date.now())) / DAY_MS);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** "Monday 24 November" */
function dateOf(at: number, { locale }: ScreenLocalizer): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** "Stockholm", of "Europe/Stockholm". */
function zoneName(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

export const styles = [
  ...screenStyles,
  fieldStyles,
  css`
    .notice {
      display: flex;
      gap: 12px;
      padding: 14px 16px;
      margin-block-end: 14px;
      border-radius: var(--_radius-md);
      background: var(--_warning-soft);
      color: var(--_on-warning-soft);
    }
    .notice h3 {
      font-size: var(--_text-md);
      letter-spacing: 0;
    }
    .notice p {
      font-size: var(--_text-sm);
      margin-block-start: 2px;
    }
    .reply-to {
      display: grid;
      gap: 8px;
      padding: 14px 16px;
      margin-block-end: 14px;
    }
    .known {
      grid-template-columns: 1fr auto;
      align-items: center;
      font-size: var(--_text-sm);
      overflow-wrap: anywhere;
    }
    .reply-to .error-text:empty {
      display: none;
    }
    .inline-form {
      display: flex;
      gap: 8px;
    }
    .inline-form .btn {
      min-block-size: 40px;
    }
  `,
];
