// <gc-sign-in>: a form for e-mail and password, and its checks.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { fieldStyles, iconAlert, iconChat } from '@globalchat/ui';
import type { GlobalChatError } from '@globalchat/core';
import { GcElement } from '../base/gc-element.ts';
import { accountContext } from '../contexts.ts';
import { errorText } from '../describe/error-text.ts';
import { GcSignInEvent } from '../events/account-intents.ts';
import { signInStyles } from './gc-sign-in.styles.ts';

type Field = 'email' | 'password';

/**
 * The form with "Email", "Password" and "Sign in". What was typed stays after a failure.
 *
 * @fires {GcSignInEvent} gc-sign-in - Somebody wants to sign in.
 * @slot - Instead of the title.
 * @slot after - Below the form, for other ways to sign in.
 * @csspart form - The form.
 * @csspart error - The failure.
 */
export class GcSignIn extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, fieldStyles, signInStyles];

  static override properties: PropertyDeclarations = {
    busy: { type: Boolean },
    error: { attribute: false },
    missing: { state: true },
    waiting: { state: true },
  };

  /** Signing in is under way; also when the provider says so. */
  declare busy: boolean;
  /** Why it failed, instead of the provider's error. */
  declare error: GlobalChatError | null;

  /** The first field that cannot be right. */
  declare private missing: Field | null;
  /** Somebody took the intent and has not answered yet. */
  declare private waiting: boolean;

  readonly #account = new ContextConsumer(this, { context: accountContext, subscribe: true });

  constructor() {
    super();
    this.busy = false;
    this.error = null;
    this.missing = null;
    this.waiting = false;
  }

  override focus(): void {
    this.#input('email')?.focus();
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const busy = this.#busy;
    return html`<form class="sign-in" part="form" novalidate @submit=${this.#onSubmit}>
      <span class="mark">${iconChat({ size: 24, fill: true })}</span>
      <h1><slot>${t('signInTitle')}</slot></h1>
      ${this.#renderError()} ${this.#renderField('email', 'email', 'username')}
      ${this.#renderField('password', 'password', 'current-password')}
      <button class="btn primary tall wide" aria-disabled=${busy ? 'true' : nothing}>
        ${busy ? t('signingIn') : t('signIn')}
      </button>
      <slot name="after"></slot>
    </form>`;
  }

  #renderError(): TemplateResult | typeof nothing {
    const error = this.error ?? this.#account.value?.error ?? null;
    if (error === null || this.missing !== null) return nothing;
    const text =
      error.code === 'rate_limited' ? this.t('errorTooManyAttempts') : errorText(error, this.localizer);
    return html`<p class="error-box" part="error" role="alert">
      ${iconAlert({ size: 16 })}<span>${text}</span>
    </p>`;
  }

  #renderField(name: Field, type: string, autocomplete: 'username' | 'current-password'): TemplateResult {
    const label = this.t(name);
    const wrong = this.missing === name;
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
        @input=${() => (this.missing = null)}
      />
      ${
        wrong
          ? html`<p class="error-text" id="${name}-error" role="alert">
              ${iconAlert({ size: 14 })}<span>${this.#wrongText(name, label)}</span>
            </p>`
          : nothing
      }
    </div>`;
  }

  #wrongText(name: Field, label: string): string {
    const typed = this.#input(name)?.value ?? '';
    return typed === '' ? this.t('fillIn', { field: label }) : this.t('invalidEmail');
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.#busy) return;
    const email = this.#input('email')?.value.trim() ?? '';
    const password = this.#input('password')?.value ?? '';
    this.missing = !/^\S+@\S+$/.test(email) ? 'email' : password === '' ? 'password' : null;
    // What stands in the field decides the words, even when the field is the same as before.
    this.requestUpdate();
    if (this.missing !== null) return this.#input(this.missing)?.focus();
    const answer = this.ask(new GcSignInEvent(email, password));
    if (answer === null) return;
    this.waiting = true;
    const done = (): void => void (this.waiting = false);
    answer.then(done, done);
  };

  get #busy(): boolean {
    return this.busy || this.waiting || this.#account.value?.busy === true;
  }

  #input(name: Field): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-sign-in': GcSignIn;
  }
}
