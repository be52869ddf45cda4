// The form itself: the questions that show, the consent, the place of the captcha, and the way on. What is wrong is said in
// the widget's language and in the page's sight, so the browser's own messages are off (`novalidate`).

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { GlobalChatError, VisitorDetails } from '@globalchat/core';
import type { ScreenKey } from '@globalchat/ui';
import { extension, iconAlert } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { ScreenLocalizer } from '../shell/screen-texts.ts';
import type { Captcha } from './captcha.ts';
import { consentText } from './consent-text.ts';
import { shownQuestions } from './conditions.ts';
import { idOf, questionField, tickBox } from './question-field.ts';
import { errorOf } from './validation.ts';
import type { Answer } from './validation.ts';
import type { Question } from './questions.ts';

/** No key of an owner's begins with a hyphen. */
const CONSENT_KEY = '-consent';

export interface PreChatFormOptions {
  readonly questions: readonly Question[];
  /** What needs no question, and others depend on. */
  readonly known?: VisitorDetails;
  readonly consent: boolean;
  /** What waits for the answers. */
  readonly text: string;
  /** True at the beginning of a conversation: there is nothing else to read. */
  readonly isFirst: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly onChange: () => void;
  /** Another answer is there, right or wrong. */
  readonly onTyped?: (answers: ReadonlyMap<string, Answer>) => void;
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
    this.answers = new Map([
      ...(Object.entries(options.known ?? {}) as [string, Answer][]),
      ...options.questions.map(({ key, value }): [string, Answer] => [key, value]),
    ]);
  }

  /** There is nothing to fill in but the captcha. */
  get isOnlyCaptcha(): boolean {
    return this.#options.questions.length === 0 && !this.#options.consent;
  }

  /** Those whose conditions hold now. */
  get shown(): readonly Question[] {
    return shownQuestions(this.#options.questions, this.answers);
  }

  /** It was solved, and nothing else is waited for. */
  get goesOnWithCaptcha(): boolean {
    const mayGoOn = this.waitsForCaptcha || (this.isOnlyCaptcha && !this.captchaRefused);
    return mayGoOn && Boolean(this.captcha?.token);
  }

  /** Ids of what is not as it must be, in the order of the form. */
  check(): readonly string[] {
    this.#errors.clear();
    for (const question of this.shown) this.#checkOne(question);
    if (this.#options.consent && !this.agreed) this.#errors.set(CONSENT_KEY, 'tickThis');
    this.#options.onChange();
    return [...this.#errors.keys()].map(idOf);
  }

  render(localizer: ScreenLocalizer): TemplateResult {
    const { isFirst, onCancel, onSubmit, questions, text } = this.#options;
    const { shown } = this;
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
        ${questions.map((question) => (shown.includes(question) ? this.#field(question, localizer) : nothing))}
        ${this.#consent(localizer)} ${this.#captchaPlace(localizer)}
        ${this.failure === null ? nothing : html`<p class="error-text" role="alert">${iconAlert({ size: 16 })}${errorText(this.failure, localizer)}</p>`}
        <div class="ways">
          <button type="button" class="btn ghost" @click=${onCancel}>${localizer.t('cancel')}</button>
          ${
            this.isOnlyCaptcha && !this.captchaRefused
              ? nothing
              : html`<button class="btn primary tall grow" aria-disabled=${this.busy ? 'true' : 'false'}>
                  ${localizer.t('continue')}
                </button>`
          }
        </div>
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
    this.#options.onTyped?.(this.answers);
    const isWrong = this.#errors.has(question.key);
    if (isWrong) this.#checkOne(question);
    const decides = this.#options.questions.some(({ condition }) => condition?.field === question.key);
    if (isWrong || decides) this.#options.onChange();
  }

  #field(question: Question, localizer: ScreenLocalizer): TemplateResult {
    const { key } = question;
    const label = this.#withLabels(localizer).t(`field.${key}`);
    return questionField({
      question,
      label,
      answer: this.answers.get(key) ?? '',
      isInvalid: this.#errors.has(key),
      error: this.#error(key, label, localizer),
      localizer,
      onAnswer: (answer) => this.#change(question, answer),
    });
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
