// What a trigger at the caret offers: canned replies after "/", colleagues after "@" in a note. Follows the caret and
// puts the choice into the text; what is offered is in suggestion-source.ts, the list in suggestion-list.ts.
import type { LitElement, TemplateResult, nothing } from 'lit';
import type { ComposerController } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { ReplyMode } from '../events/thread-intents.ts';
import { variablesIn } from './canned-replies.ts';
import { insertionFor, suggestionsFor } from './suggestion-source.ts';
import type { SuggestionSource } from './suggestion-source.ts';
import { SuggestionList } from './suggestion-list.ts';
import { triggerAt } from './suggestion-trigger.ts';
import type { SuggestionTrigger } from './suggestion-trigger.ts';

export interface SuggestionHost {
  readonly mode: () => ReplyMode;
  readonly source: () => SuggestionSource;
  readonly textbox: () => HTMLTextAreaElement | null;
}

export class SuggestionController {
  readonly #element: LitElement;
  readonly #composer: ComposerController;
  readonly #host: SuggestionHost;
  readonly #list: SuggestionList;
  #trigger: SuggestionTrigger | null = null;

  constructor(element: LitElement, composer: ComposerController, host: SuggestionHost) {
    this.#element = element;
    this.#composer = composer;
    this.#host = host;
    this.#list = new SuggestionList(
      element,
      (id) => this.#insert(id),
      () => this.forget(),
    );
  }

  render(localizer: InboxLocalizer): TemplateResult | typeof nothing {
    const offer = this.#trigger && suggestionsFor(this.#trigger, this.#host.source(), localizer);
    return this.#list.render(offer);
  }

  forget(): void {
    this.#set(null);
  }

  /** The text changed: is there a sign before the caret? */
  follow(text: string): void {
    const caret = this.#host.textbox()?.selectionStart ?? text.length;
    this.#set(triggerAt(text, caret, this.#host.mode() === 'note' ? 'mention' : 'canned'));
  }

  /** Writes the sign, as the button beside the text does. */
  readonly begin = (): void => {
    const textbox = this.#host.textbox();
    const sign = this.#host.mode() === 'note' ? '@' : '/';
    textbox?.focus();
    const before = textbox?.value.slice(0, textbox.selectionStart) ?? '';
    this.#composer.insert(before === '' || /\s$/.test(before) ? sign : ` ${sign}`);
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.target === this.#host.textbox()) this.#list.onKeydown(event);
  };

  /** The caret moved without typing: by an arrow key or a click. */
  readonly onCaret = (event: Event): void => {
    const textbox = this.#host.textbox();
    const moved =
      event instanceof KeyboardEvent
        ? /^(Arrow(Left|Right)|Home|End)$/.test(event.key)
        : event.target === textbox;
    if (moved && textbox) this.follow(textbox.value);
  };

  #insert(id: string): void {
    const textbox = this.#host.textbox();
    const trigger = this.#trigger;
    if (textbox === null || trigger === null) return;
    textbox.focus();
    textbox.setSelectionRange(trigger.start, textbox.selectionStart);
    this.#composer.insert(insertionFor(trigger, id, this.#host.source()));
    this.selectVariable();
    this.forget();
  }

  /** Puts the caret on the first variable that has no value: what is typed next takes its place. */
  selectVariable(): void {
    const textbox = this.#host.textbox();
    const [first] = variablesIn(textbox?.value ?? '');
    if (textbox === null || first === undefined) return;
    textbox.focus();
    textbox.setSelectionRange(first.start, first.end);
  }

  #set(trigger: SuggestionTrigger | null): void {
    if (trigger === this.#trigger) return;
    this.#trigger = trigger;
    this.#element.requestUpdate();
  }
}
