// The language of a provider's elements: the localizer in context, loading a dictionary, and the writing direction of
// the host.
import { ContextProvider } from '@lit/context';
import type { ReactiveElement } from 'lit';
import { createLocalizer, inboxTexts, loadInboxDictionary } from '@globalchat/ui';
import { toGlobalChatError } from '@globalchat/core';
import type { GlobalChatError } from '@globalchat/core';
import { defaultLocalizer } from '../base/default-localizer.ts';
import { localizerContext } from '../contexts.ts';

export class LocaleController {
  readonly #host: ReactiveElement;
  readonly #provider: ContextProvider<typeof localizerContext>;
  readonly #onError: (error: GlobalChatError) => void;
  /** The direction this controller wrote, which it may replace. */
  #ownDirection: string | null = null;
  #wanted = '';

  constructor(host: ReactiveElement, onError: (error: GlobalChatError) => void) {
    this.#host = host;
    this.#onError = onError;
    this.#provider = new ContextProvider(host, {
      context: localizerContext,
      initialValue: defaultLocalizer(),
    });
  }

  /**
   * English texts with the locale's formats at once, its own texts as soon as they are loaded.
   * @param overrides Texts by key that win over the dictionary's.
   */
  async use(locale: string | null, overrides: Readonly<Record<string, string>>): Promise<void> {
    const tag = locale ?? 'en';
    this.#wanted = tag;
    this.#provide(tag, {}, overrides);
    if (locale !== null) this.#setDirection();
    try {
      const texts = await loadInboxDictionary(tag);
      if (texts !== null && this.#wanted === tag) this.#provide(tag, texts, overrides);
    } catch (cause) {
      this.#onError(toGlobalChatError(cause));
    }
  }

  #provide(locale: string, texts: object, overrides: Readonly<Record<string, string>>): void {
    this.#provider.setValue(createLocalizer({ locale, dictionary: { ...inboxTexts, ...texts }, overrides }));
  }

  #setDirection(): void {
    if (this.#host.hasAttribute('dir') && this.#host.dir !== this.#ownDirection) return;
    this.#ownDirection = this.#provider.value.dir;
    this.#host.dir = this.#ownDirection;
  }
}
