// What a sign at the caret offers: canned replies after "/", colleagues after "@" in a note. Owns following the caret and
// putting the choice into the text; what is offered is in offers.ts, the list in suggest-controller.ts.
import type { LitElement, TemplateResult, nothing } from 'lit';
import type { ComposerController } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { ReplyMode } from '../events/thread-intents.ts';
import { insertionFor, offerFor } from './offers.ts';
import type { OfferSource } from './offers.ts';
import { SuggestController } from './suggest-controller.ts';
import { triggerAt } from './trigger.ts';
import type { Trigger } from './trigger.ts';

export interface InsertionSurroundings {
  readonly mode: () => ReplyMode;
  readonly source: () => OfferSource;
  readonly textbox: () => HTMLTextAreaElement | null;
}

export class InsertionController {
  readonly #host: LitElement;
  readonly #composer: ComposerController;
  readonly #around: InsertionSurroundings;
  readonly #suggest: SuggestController;
  #trigger: Trigger | null = null;

  constructor(host: LitElement, composer: ComposerController, around: InsertionSurroundings) {
    this.#host = host;
    this.#composer = composer;
    this.#around = around;
    this.#suggest = new SuggestController(
      host,
      (id) => this.#insert(id),
      () => this.forget(),
    );
  }

  render(localizer: InboxLocalizer): TemplateResult | typeof nothing {
    const offer = this.#trigger && offerFor(this.#trigger, this.#around.source(), localizer);
    return this.#suggest.render(offer);
  }

  forget(): void {
    this.#set(null);
  }

  /** The text changed: is there a sign before the caret? */
  follow(text: string): void {
    const caret = this.#around.textbox()?.selectionStart ?? text.length;
    this.#set(triggerAt(text, caret, this.#around.mode() === 'note' ? 'mention' : 'canned'));
  }

  /** Writes the sign, as the button beside the text does. */
  readonly begin = (): void => {
    const textbox = this.#around.textbox();
    const sign = this.#around.mode() === 'note' ? '@' : '/';
    textbox?.focus();
    const before = textbox?.value.slice(0, textbox.selectionStart) ?? '';
    this.#composer.insert(before === '' || /\s$/.test(before) ? sign : ` ${sign}`);
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.target === this.#around.textbox()) this.#suggest.onKeydown(event);
  };

  /** The caret moved without typing: by an arrow key or a click. */
  readonly onCaret = (event: Event): void => {
    const textbox = this.#around.textbox();
    const moved =
      event instanceof KeyboardEvent
        ? /^(Arrow(Left|Right)|Home|End)$/.test(event.key)
        : event.target === textbox;
    if (moved && textbox) this.follow(textbox.value);
  };

  #insert(id: string): void {
    const textbox = this.#around.textbox();
    const trigger = this.#trigger;
    if (textbox === null || trigger === null) return;
    textbox.focus();
    textbox.setSelectionRange(trigger.start, textbox.selectionStart);
    this.#composer.insert(insertionFor(trigger, id, this.#around.source()));
    this.forget();
  }

  #set(trigger: Trigger | null): void {
    if (trigger === this.#trigger) return;
    this.#trigger = trigger;
    this.#host.requestUpdate();
  }
}
