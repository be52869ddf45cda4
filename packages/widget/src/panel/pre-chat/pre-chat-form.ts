// The form itself: each question with its label and its error, the consent, the place of the captcha.
//
// The messages are ours, in the widget's language and in the page's sight, so the browser's own are off (`novalidate`)
// and an owner's pattern is not given to the input, whose engine it could hang.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { GlobalChatError } from '@globalchat/core';
import type { ScreenKey } from '@globalchat/ui';
import { extension, iconAlert, iconChevronDown } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { ScreenLocalizer } from '../shell/screen-shared.ts';
import type { Captcha } from './captcha.ts';
import { consentText } from './consent-text.ts';
import { errorOf } from './validation.ts';
import type { Answer } from './validation.ts';
import type { Question } from './questions.ts';

/** No key of an owner's begins with a hyphen. */
const CONSENT_KEY = '-consent';

/** What browsers know to fill in. */
const AUTOCOMPLETE_OF_KEY: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'email',
  phone: 'tel',
  company: 'organization',
};

export interface PreChatFormOptions {
  readonly questions: readonly Question[];
  readonly consent: boolean;
  /** What waits for the answers. */
  readonly text: string;
  /** True at the beginning of a conversation: there is nothing else to read. */
  readonly isFirst: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly onChange: () => void;
}

export class PreChatForm {
  readonly #options: PreChatFormOptions;
  /** A form in several languages: the owner's text of a language for a label is named `field.KEY`. */
  readonly #withLabels;
  readonly answers: Map<string, Answer>;
  readonly #errors = new Map<string, ScreenKey>();
  agreed = false;
  captcha: Captcha | null = null;
  /** The answers are on their way. */
  busy = false;
  /** Why they did not arrive. */
  failure: GlobalChatError | null = null;
  /** It was sent and only the captcha is waited for. */
  waitsForCaptcha = false;
  /** A token was not taken. From then on only a press sends another: some captchas solve themselves, again and again. */
  captchaRefused = false;

  constructor(options: PreChatFormOptions) {
    this.#options = options;
    this.#withLabels = extension(
      Object.fromEntries(options.questions.map(({ key, label }) => [`field.${key}`, label])),
    );
    this.answers = new Map(options.questions.map(({ key, value }) => [key, value]));
  }

  /** There is nothing to fill in but the captcha. */
  get isOnlyCaptcha(): boolean {
    return this.#options.questions.length === 0 && !this.#options.consent;
  }

  /** It was solved, and nothing else is waited for. */
  get goesOnWithCaptcha(): boolean {
    const mayGoOn = this.waitsForCaptcha || (this.isOnlyCaptcha && !this.captchaRefused);
    return mayGoOn && Boolean(this.captcha?.token);
  }

  /** Ids of what is not as it must be, in the order of the form. */
  check(): readonly string[] {
    this.#errors.clear();
    for (const question of this.#options.questions) this.#checkOne(question);
    if (this.#options.consent && !this.agreed) this.#errors.set(CONSENT_KEY, 'tickThis');
    this.#options.onChange();
    return [...this.#errors.keys()].map(idOf);
  }

  render(localizer: ScreenLocalizer): TemplateResult {
    const { isFirst, onCancel, onSubmit, questions, text } = this.#options;
    const asksWho = questions.some(({ detail }) => detail !== null);
    const asksWhere = questions.some(({ detail }) => detail === 'email');
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      onSubmit();
    };
    return html`<section class=${isFirst ? 'asking first-words' : 'asking'}>
      ${
        isFirst
          ? html`<p class="held" dir="auto">${text}</p>
              <p class="kept">${localizer.t(asksWhere ? 'keptHere' : 'notSentYet')}</p>`
          : nothing
      }
      <form class="card" part="pre-chat" novalidate aria-labelledby="gc-pre-chat" @submit=${submit}>
        <h3 id="gc-pre-chat" tabindex="-1">
          ${localizer.t(this.isOnlyCaptcha ? 'captcha' : asksWho ? 'whoAreYou' : 'beforeWeStart')}
        </h3>
        ${questions.map((question) => this.#field(question, localizer))} ${this.#consent(localizer)}
        ${this.#captchaPlace(localizer)}
        ${this.failure === null ? nothing : html`<p class="error-text" role="alert">${iconAlert({ size: 16 })}${errorText(this.failure, localizer)}</p>`}
        ${
          this.isOnlyCaptcha && !this.captchaRefused
            ? nothing
            : html`<button class="btn primary tall wide" aria-disabled=${this.busy ? 'true' : 'false'}>
                ${localizer.t('continue')}
              </button>`
        }
        <button type="button" class="btn ghost wide" @click=${onCancel}>${localizer.t('cancel')}</button>
      </form>
    </section>`;
  }

  #checkOne(question: Question): void {
    const error = errorOf(question, this.answers.get(question.key) ?? '');
    if (error) this.#errors.set(question.key, error);
    else this.#errors.delete(question.key);
  }

  /** What was found wrong is looked at again as it changes, and nothing is before it was sent. */
  #change(question: Question, answer: Answer): void {
    this.answers.set(question.key, answer);
    if (!this.#errors.has(question.key)) return;
    this.#checkOne(question);
    this.#options.onChange();
  }

  #field(question: Question, localizer: ScreenLocalizer): TemplateResult {
    const { key, maxLength, options, required, type } = question;
    const label = this.#withLabels(localizer).t(`field.${key}`);
    const id = idOf(key);
    const answer = this.answers.get(key) ?? '';
    const invalid = this.#errors.has(key) ? 'true' : 'false';
    const error = this.#error(key, label, localizer);
    const input = ({ target }: Event): void => this.#change(question, (target as HTMLInputElement).value);
    if (type === 'checkbox') {
      const tick = (checked: boolean): void => this.#change(question, checked);
      const text = [label, optional(question, localizer)];
      return tickBox({ key, checked: answer === true, required, invalid, tick, text, error });
    }
    const control =
      type === 'select'
        ? html`<span class="choice"
            ><select
              class="input"
              id=${id}
              ?required=${required}
              aria-invalid=${invalid}
              aria-describedby="${id}-error"
              @change=${input}
            >
              <option value="" .selected=${answer === ''}>${localizer.t('choose')}</option>
              ${options.map((option) => html`<option .value=${option} .selected=${option === answer}>${option}</option>`)}</select
            >${iconChevronDown({ size: 16 })}</span
          >`
        : html`<input
            class="input"
            id=${id}
            type=${type}
            dir="auto"
            maxlength=${maxLength}
            autocomplete=${AUTOCOMPLETE_OF_KEY[key] ?? (type === 'email' ? 'email' : nothing)}
            ?required=${required}
            aria-invalid=${invalid}
            aria-describedby="${id}-error"
            .value=${String(answer)}
            @input=${input}
          />`;
    return html`<div class="field">
      <label class="label" for=${id}>${label}${optional(question, localizer)}</label>${control}${error}
    </div>`;
  }

  #consent(localizer: ScreenLocalizer): unknown {
    if (!this.#options.consent) return nothing;
    const tick = (checked: boolean): void => {
      this.agreed = checked;
      if (checked) this.#errors.delete(CONSENT_KEY);
      this.#options.onChange();
    };
    const invalid = this.#errors.has(CONSENT_KEY) ? 'true' : 'false';
    const error = this.#error(CONSENT_KEY, '', localizer);
    const text = consentText(localizer);
    return tickBox({ key: CONSENT_KEY, checked: this.agreed, required: true, invalid, tick, text, error });
  }

  #captchaPlace(localizer: ScreenLocalizer): unknown {
    if (!this.captcha) return nothing;
    const { state } = this.captcha;
    const again = (): void => this.captcha?.retry();
    const text = {
      loading: null,
      waiting: this.waitsForCaptcha ? ('captcha' as const) : null,
      solved: null,
      expired: 'checkExpired' as const,
      failed: 'checkFailed' as const,
      blocked: 'checkBlocked' as const,
    }[state];
    return html`<div
        class=${state === 'loading' ? 'captcha skeleton' : 'captcha'}
        ?hidden=${state === 'blocked'}
      >
        <slot name="gc-captcha"></slot>
      </div>
      <p class="error-text" role="alert">
        ${text ? html`${iconAlert({ size: 16 })}<span>${localizer.t(text)}</span>` : nothing}
      </p>
      ${
        state === 'failed' || state === 'blocked'
          ? html`<button type="button" class="btn quiet" @click=${again}>${localizer.t('retry')}</button>`
          : nothing
      }`;
  }

  #error(key: string, label: string, localizer: ScreenLocalizer): TemplateResult {
    const error = this.#errors.get(key);
    return html`<p class="error-text" role="alert" id="${idOf(key)}-error">
      ${error ? html`${iconAlert({ size: 16 })}<span>${localizer.t(error, { field: label })}</span>` : nothing}
    </p>`;
  }
}

function idOf(key: string): string {
  return `gc-field-${key}`;
}

/** The space is part of the text: between two elements it would not be in the field's name. */
function optional({ required }: Question, localizer: ScreenLocalizer): unknown {
  return required ? nothing : html`<span class="optional">${` ${localizer.t('optional')}`}</span>`;
}

interface TickBoxOptions {
  readonly key: string;
  readonly checked: boolean;
  readonly required: boolean;
  readonly invalid: 'true' | 'false';
  readonly tick: (checked: boolean) => void;
  readonly text: unknown;
  readonly error: TemplateResult;
}

function tickBox({ key, checked, required, invalid, tick, text, error }: TickBoxOptions): TemplateResult {
  const id = idOf(key);
  return html`<div class="field">
    <div class="tick">
      <input
        type="checkbox"
        id=${id}
        ?required=${required}
        aria-invalid=${invalid}
        aria-describedby="${id}-error"
        .checked=${checked}
        @change=${({ target }: Event) => tick((target as HTMLInputElement).checked)}
      />
      <label for=${id}>${text}</label>
    </div>
    ${error}
  </div>`;
}
