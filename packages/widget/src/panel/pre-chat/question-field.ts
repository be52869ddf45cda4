// One question of the form with its label and its error. The browser's own messages are off, and an owner's pattern is not
// given to the input, whose engine it could hang.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconChevronDown } from '@globalchat/ui';
import type { ScreenLocalizer } from '../shell/screen-texts.ts';
import type { Question } from './questions.ts';
import type { Answer } from './validation.ts';

/** What browsers know to fill in. */
const AUTOCOMPLETE_OF_KEY: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'email',
  phone: 'tel',
  company: 'organization',
};
const AUTOCOMPLETE_OF_TYPE: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' };
/** Lines of a long answer before it scrolls. */
const TEXTAREA_ROWS = 3;

export interface QuestionFieldOptions {
  readonly question: Question;
  readonly label: string;
  readonly answer: Answer;
  readonly isInvalid: boolean;
  readonly error: TemplateResult;
  readonly localizer: ScreenLocalizer;
  readonly onAnswer: (answer: Answer) => void;
}

export function questionField(options: QuestionFieldOptions): TemplateResult {
  const { answer, error, isInvalid, label, localizer, onAnswer, question } = options;
  const { key, required, type } = question;
  const text = [label, optional(question, localizer)];
  const invalid = isInvalid ? 'true' : 'false';
  if (type === 'checkbox') {
    return tickBox({ key, checked: answer === true, required, invalid, tick: onAnswer, text, error });
  }
  if (type === 'radio') return radioButtons(options, text, invalid);
  return html`<div class="field">
    <label class="label" for=${idOf(key)}>${text}</label
    >${control(question, answer, invalid, localizer, onAnswer)}${error}
  </div>`;
}

function control(
  { key, maxLength, options, required, type }: Question,
  answer: Answer,
  invalid: 'true' | 'false',
  localizer: ScreenLocalizer,
  onAnswer: (answer: string) => void,
): TemplateResult {
  const id = idOf(key);
  const input = ({ target }: Event): void => onAnswer((target as HTMLInputElement).value);
  if (type === 'select') {
    return html`<span class="choice"
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
    >`;
  }
  if (type === 'textarea') {
    return html`<textarea
      class="input"
      id=${id}
      dir="auto"
      rows=${TEXTAREA_ROWS}
      maxlength=${maxLength}
      ?required=${required}
      aria-invalid=${invalid}
      aria-describedby="${id}-error"
      .value=${String(answer)}
      @input=${input}
    ></textarea>`;
  }
  return html`<input
    class="input"
    id=${id}
    type=${type === 'phone' ? 'tel' : type}
    dir="auto"
    maxlength=${maxLength}
    autocomplete=${AUTOCOMPLETE_OF_KEY[key] ?? AUTOCOMPLETE_OF_TYPE[type] ?? nothing}
    ?required=${required}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${String(answer)}
    @input=${input}
  />`;
}

function radioButtons(
  { answer, error, onAnswer, question }: QuestionFieldOptions,
  text: unknown,
  invalid: 'true' | 'false',
): TemplateResult {
  const { key, options, required } = question;
  const id = idOf(key);
  return html`<fieldset
    class="field"
    role="radiogroup"
    aria-required=${required ? 'true' : 'false'}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
  >
    <legend class="label">${text}</legend>
    ${options.map(
      (option, at) =>
        html`<div class="tick">
          <input
            type="radio"
            id=${at === 0 ? id : `${id}-${at}`}
            name=${id}
            .checked=${option === answer}
            @change=${() => onAnswer(option)}
          />
          <label for=${at === 0 ? id : `${id}-${at}`}>${option}</label>
        </div>`,
    )}
    ${error}
  </fieldset>`;
}

export function idOf(key: string): string {
  return `gc-field-${key}`;
}

/** The space is part of the text: between two elements it would not be in the field's name. */
function optional({ required }: Question, localizer: ScreenLocalizer): unknown {
  return required ? nothing : html`<span class="optional">${` ${localizer.t('optional')}`}</span>`;
}

export interface TickBoxOptions {
  readonly key: string;
  readonly checked: boolean;
  readonly required: boolean;
  readonly invalid: 'true' | 'false';
  readonly tick: (checked: boolean) => void;
  readonly text: unknown;
  readonly error: TemplateResult;
}

export function tickBox({
  key,
  checked,
  required,
  invalid,
  tick,
  text,
  error,
}: TickBoxOptions): TemplateResult {
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
