// The form of <gc-sign-in> and its checks: loaded when somebody has to sign in.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fieldStyles, iconAlert, iconChat } from '@globalchat/ui';
import type { InboxKey } from '@globalchat/ui';
import type { GlobalChatError } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { errorText } from '../describe/error-text.ts';
import { signInStyles } from './gc-sign-in.styles.ts';

export type Field = 'email' | 'password';

export interface SignInForm {
  readonly localizer: InboxLocalizer;
  readonly busy: boolean;
  readonly error: GlobalChatError | null;
  /** The first field that cannot be right. */
  readonly missing: Field | null;
  /** What stands in a field now. */
  readonly typed: (field: Field) => string;
  readonly onMissing: (field: Field | null) => void;
  readonly onSubmit: (email: string, password: string) => void;
}

export function signInForm(props: SignInForm): TemplateResult {
  const { busy, localizer } = props;
  const t = (key: InboxKey): string => localizer.t(key);
  return html`<form class="sign-in" part="form" novalidate @submit=${(event: Event) => check(event, props)}>
    <span class="mark">${iconChat({ size: 24, fill: true })}</span>
    <h1><slot>${t('signInTitle')}</slot></h1>
    ${failure(props)} ${field(props, 'email', 'email', 'username')}
    ${field(props, 'password', 'password', 'current-password')}
    <button class="btn primary tall wide" aria-disabled=${busy ? 'true' : nothing}>
      ${busy ? t('signingIn') : t('signIn')}
    </button>
    <slot name="after"></slot>
  </form>`;
}

function failure({ error, localizer, missing }: SignInForm): TemplateResult | typeof nothing {
  if (error === null || missing !== null) return nothing;
  const text =
    error.code === 'rate_limited' ? localizer.t('errorTooManyAttempts') : errorText(error, localizer);
  return html`<p class="error-box" part="error" role="alert">
    ${iconAlert({ size: 16 })}<span>${text}</span>
  </p>`;
}

function field(
  { localizer, missing, typed, onMissing }: SignInForm,
  name: Field,
  type: string,
  autocomplete: 'username' | 'current-password',
): TemplateResult {
  const label = localizer.t(name);
  const wrong = missing === name;
  return html`<div class="field">
    <label class="label" for=${name}>${label}</label>
    <input
      id=${name}
      class="input"
      name=${name}
      type=${type}
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck="false"
      aria-invalid=${wrong ? 'true' : nothing}
      aria-describedby=${wrong ? `${name}-error` : nothing}
      @input=${() => onMissing(null)}
    />
    ${
      wrong
        ? html`<p class="error-text" id="${name}-error" role="alert">
            ${iconAlert({ size: 14 })}<span
              >${typed(name) === '' ? localizer.t('fillIn', { field: label }) : localizer.t('invalidEmail')}</span
            >
          </p>`
        : nothing
    }
  </div>`;
}

function check(event: Event, { busy, typed, onMissing, onSubmit }: SignInForm): void {
  event.preventDefault();
  if (busy) return;
  const email = typed('email').trim();
  const password = typed('password');
  const missing = !/^\S+@\S+$/.test(email) ? 'email' : password === '' ? 'password' : null;
  onMissing(missing);
  if (missing === null) onSubmit(email, password);
  else (event.target as HTMLFormElement).querySelector<HTMLElement>(`#${missing}`)?.focus();
}

export const styles = [fieldStyles, signInStyles];
